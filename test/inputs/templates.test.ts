// Deployment files in which a pipeline still fills in values.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTemplate, textAt } from "../../src/inputs/deployment-file/yaml-file.ts";

test("the placeholders of values are their text", () => {
  const text = `endpoint_name: {{ENDPOINT}}
shared: &shared "{{ A }} and {{BB}}"
environment_variables:
  PLAIN: {{NAME}}
  PART: prefix-{{NAME}}-{{NAME}}-{{MANE}}
  QUOTED: '{{ name | default("x") }}'
  SHARED: *shared
  BLOCK: |
    {{FIRST}}
    {{LATER}}
  DOLLAR: "{{$NAME}}"
  {{KEY}}: value
`;
  assert.deepEqual(parseTemplate("deployment.yml", text).value, {
    endpoint_name: "{{ENDPOINT}}",
    shared: "{{ A }} and {{BB}}",
    environment_variables: {
      PLAIN: "{{NAME}}",
      PART: "prefix-{{NAME}}-{{NAME}}-{{MANE}}",
      QUOTED: '{{ name | default("x") }}',
      SHARED: "{{ A }} and {{BB}}",
      BLOCK: "{{FIRST}}\n{{LATER}}\n",
      DOLLAR: "{{$NAME}}",
      "{{KEY}}": "value",
    },
  });
});

test("other values stay as they are", () => {
  const yaml = parseTemplate("deployment.yml", "name: x_____\ncount: 3\nimage: '{{IMAGE}}'\nlist: [{{A}}, b]\n");
  assert.deepEqual(yaml.value, { name: "x_____", count: 3, image: "{{IMAGE}}", list: ["{{A}}", "b"] });
  assert.deepEqual(textAt(yaml, "image"), { text: "{{IMAGE}}", line: 3 });
});
