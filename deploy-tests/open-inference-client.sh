#!/usr/bin/env bash
# Lets clients that are not ours speak to a running edge: Triton's for Java, which Maven fetches, and, where it is installed,
# NVIDIA's tritonclient for Python. Their answers must be those of /infer.
#
#   ./sparsesplit up & deploy-tests/open-inference-client.sh [HOST:PORT]
#
# For the second: pip install "tritonclient[http]"; without it, that part says so and is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
address=${1:-127.0.0.1:8080}

mvn -q -pl edge-service process-test-resources
java -cp edge-service/target/triton-client.jar deploy-tests/open-inference-client/TritonClient.java "$address" mnist 19 samples

if ! "$python" -c 'import tritonclient.http' 2>/dev/null; then
  echo "skipped: tritonclient is not installed for $python"
  exit 0
fi

"$python" - "$address" <<'PYTHON'
import glob
import json
import sys
import urllib.request

import numpy
import tritonclient.http as triton

address, name = sys.argv[1], "mnist"
client = triton.InferenceServerClient(address)
assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(name)
print("server:", client.get_server_metadata())
print("model:", client.get_model_metadata(name))
print("index:", client.get_model_repository_index())

files = sorted(glob.glob("samples/*.png"))
images = [open(file, "rb").read() for file in files]
tensor = triton.InferInput("image", [len(images)], "BYTES")
tensor.set_data_from_numpy(numpy.array(images, dtype=object), binary_data=True)
for binary in (True, False):
    outputs = [triton.InferRequestedOutput(output, binary_data=binary) for output in ("label", "class", "probabilities")]
    answer = client.infer(name, [tensor], outputs=outputs, request_id="42", parameters={"policy": "local-only"})
    labels = [label.decode() if isinstance(label, bytes) else label for label in answer.as_numpy("label")]
    for index, (file, image) in enumerate(zip(files, images)):
        request = urllib.request.Request(
            f"http://{address}/infer?policy=local-only", image, {"Content-Type": "image/png"})
        single = json.load(urllib.request.urlopen(request))
        assert labels[index] == single["label"], (file, labels[index], single)
        assert answer.as_numpy("class")[index] == single["classIndex"]
        assert numpy.allclose(answer.as_numpy("probabilities")[index], single["probabilities"])
    print("binary" if binary else "JSON", "answers:", labels)

try:
    client.infer("nothing", [tensor])
    raise SystemExit("an unknown model was not refused")
except triton.InferenceServerException as refused:
    print("refused:", refused)
print("passed")
PYTHON
