// github.actions.results.api.v1.ArtifactService
import { type Blob, type BlobStore, sizeOf } from "./blob-store.ts";
import { type Method, ok, refuse } from "./twirp.ts";

export interface Artifact {
  id: number;
  name: string;
  /** `run-<run id>`, as in the token's scope. */
  run: string;
  job: string;
  complete: boolean;
  /** `sha256:<hex>` of the uploaded bytes, as the client sent it. */
  digest: string;
  createdAt: string;
  /** When the client asked for a retention. */
  expiresAt: string | undefined;
  /** `application/zip`, or another type for a raw upload. */
  mimeType: string;
  blob: Blob;
}

let lastId = 9000;

interface Store {
  artifacts: Artifact[];
  blobs: BlobStore;
  signed(blob: Blob): string;
}

interface Wanted {
  workflow_run_backend_id: string;
  workflow_job_run_backend_id: string;
  name?: string;
  name_filter?: string;
  id_filter?: string;
  mime_type?: string;
  expires_at?: string;
  size?: string;
  hash?: string;
}

export function artifactMethods(store: Store): Record<string, Method> {
  const { artifacts, signed } = store;
  const find = (wanted: Wanted) =>
    artifacts.find((artifact) => artifact.run === wanted.workflow_run_backend_id && artifact.name === wanted.name);
  const missing = refuse(404, "not_found", "no such artifact");
  return {
    CreateArtifact: (wanted: Wanted) => {
      if (find(wanted))
        return refuse(409, "already_exists", "an artifact with this name already exists on the workflow run");
      return ok({ ok: true, signed_upload_url: signed(reserve(store, wanted).blob) });
    },
    FinalizeArtifact: (wanted: Wanted) => {
      const artifact = find(wanted);
      if (!artifact) return missing;
      if (String(sizeOf(artifact.blob)) !== wanted.size) return refuse(400, "invalid_argument", "size differs");
      Object.assign(artifact, { complete: true, digest: wanted.hash ?? "" });
      return ok({ ok: true, artifact_id: String(artifact.id) });
    },
    ListArtifacts: (wanted: Wanted) => ok({ artifacts: list(artifacts, wanted).map(describe) }),
    GetSignedArtifactURL: (wanted: Wanted) => {
      const artifact = find(wanted);
      return artifact?.complete ? ok({ name: artifact.name, signed_url: signed(artifact.blob) }) : missing;
    },
    DeleteArtifact: (wanted: Wanted) => {
      const artifact = find(wanted);
      if (!artifact) return missing;
      artifacts.splice(artifacts.indexOf(artifact), 1);
      return ok({ ok: true, artifact_id: String(artifact.id) });
    },
  };
}

function reserve({ artifacts, blobs }: Store, wanted: Wanted): Artifact {
  const { name = "", mime_type: mimeType = "application/zip" } = wanted;
  const artifact: Artifact = {
    // Never used twice, also after a deletion.
    id: ++lastId,
    name,
    run: wanted.workflow_run_backend_id,
    job: wanted.workflow_job_run_backend_id,
    complete: false,
    digest: "",
    createdAt: new Date().toISOString(),
    expiresAt: wanted.expires_at,
    mimeType,
    blob: blobs.reserve(mimeType === "application/zip" ? `${name}.zip` : name),
  };
  artifacts.push(artifact);
  return artifact;
}

function list(artifacts: Artifact[], wanted: Wanted): Artifact[] {
  return artifacts.filter(
    ({ complete, run, name, id }) =>
      complete &&
      run === wanted.workflow_run_backend_id &&
      (wanted.name_filter === undefined || wanted.name_filter === name) &&
      (wanted.id_filter === undefined || wanted.id_filter === String(id)),
  );
}

function describe(artifact: Artifact) {
  return {
    workflow_run_backend_id: artifact.run,
    workflow_job_run_backend_id: artifact.job,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(sizeOf(artifact.blob)),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  };
}
