/** Opens the explanation that a link leads to; a closed one would not be seen. */
export function openTarget(): void {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
    target?.closest("[hidden]")?.removeAttribute("hidden"); // a row that a filter hides
  };
  addEventListener("hashchange", open);
  open();
}
