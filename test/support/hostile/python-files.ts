// Files that Python reads, small and whole.
import { writeZip } from "../packages/zip.ts";
import { pickled } from "../python/models.ts";

export const REQUIREMENT_TOKENS = [
  "-r ",
  "-c ",
  "-e ",
  "--hash=sha256:",
  "--index-url ",
  "--find-links ",
  "--config-settings ",
  "--global-option=",
  "\\\n",
  "; python_version < '3'",
  " @ file:///",
  "git+https://",
  "[extra]",
  "==",
  "===",
  "~=",
  "# ",
  "-*- coding: utf-7 -*-",
  "-*- coding: rot13 -*-",
  "$" + "{",
  "}",
  "\n",
];

export const REQUIREMENTS = [
  "numpy==1.24.4 \\\n  --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000\nflask[async]>=2,<3 ; python_version >= '3.8'\n",
  "# -*- coding: utf-8 -*-\n--index-url https://user:secret@example.com/simple\n-e ./local#egg=local\ndemo @ https://example.com/demo-1.0.tar.gz\n",
  'git+https://example.com/x.git@abc#egg=x&subdirectory=y\n./wheels/a-1.0-py3-none-any.whl\n--no-binary :all:\nb==1.0 --config-settings k=v --global-option="--x"\n',
];

/** A pickle of a class of scikit-learn, one of torch in its zip, an ONNX file and headers of other formats. */
export function modelsBy(python: string): Buffer[] {
  const pickle = pickled('dump(of("sklearn.tree.DecisionTreeClassifier", _sklearn_version="1.3.2"))', python);
  const torch = writeZip({ "archive/data.pkl": pickle, "archive/version": "3\n" });
  const onnx = Buffer.from([0x08, 0x08, 0x12, 0x03, 0x61, 0x62, 0x63, 0x42, 0x02, 0x10, 0x0d]);
  const skops = writeZip({ "schema.json": '{"__class__": "X", "__module__": "sklearn.svm", "_skops_version": "0.9"}' });
  const hdf5 = Buffer.concat([Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), Buffer.alloc(200, 1)]);
  const keras = writeZip({ "metadata.json": '{"keras_version": "3.0"}', "config.json": "{}" });
  const zlib = Buffer.from([0x78, 0x9c, 0x4b, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62]);
  return [pickle, pickle, pickle, torch, onnx, skops, hdf5, keras, zlib];
}
