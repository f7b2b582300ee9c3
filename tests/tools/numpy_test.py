# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# safetensors between numpy and the program mnist: what numpy writes, the program begins with; what the program writes,
# numpy reads. `numpy_test.py MNIST`; needs MNIST_DIR.
import json
import os
import struct
import subprocess
import sys
import tempfile

try:
    import numpy
except ImportError:
    print("no numpy")
    sys.exit(0)

TYPES = {"F32": "<f4", "F64": "<f8", "U32": "<u4", "U64": "<u8"}


def write(file, tensors):
    header, offset = {}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(a.astype("<f4").tobytes() for a in tensors.values()))


def read(file):
    with open(file, "rb") as source:
        content = source.read()
    (length,) = struct.unpack("<Q", content[:8])
    header, buffer = json.loads(content[8:8 + length]), content[8 + length:]
    metadata = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        arrays[name] = numpy.frombuffer(buffer[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return arrays, metadata


def main():
    program = sys.argv[1]
    if not os.environ.get("MNIST_DIR"):
        print("no data: set MNIST_DIR")
        return 0
    random = numpy.random.default_rng(1)
    shapes = {"0.weight": (784, 19), "0.bias": (19,), "act.0.slope": (), "1.weight": (19, 10), "1.bias": (10,)}
    mine = {name: numpy.asarray(random.normal(0, 0.1, shape), "f4") for name, shape in shapes.items()}
    with tempfile.TemporaryDirectory() as folder:
        given, got = os.path.join(folder, "numpy.safetensors"), os.path.join(folder, "ogive.safetensors")
        write(given, mine)

        def train(*options):
            subprocess.run([program, "train", "--activation", "prelu", "--hidden", "19", "--from", given, "--epochs", "1",
                            "--optimizer", "sgd", "--save", got, *options], check=True, stdout=subprocess.DEVNULL)
            return read(got)

        frozen, _ = train("--freeze", "0")
        # a rate that changes no number: what comes back is what was given
        arrays, metadata = train("--batch", "10000", "--lr", "1e-30")
    bad = [name for name in mine if not numpy.array_equal(mine[name], arrays.get(name))]
    bad += sorted(set(arrays) - set(mine))
    bad += ["frozen " + name for name in mine
            if (mine[name].tobytes() == frozen[name].tobytes()) != (not name.startswith("1."))]
    if metadata.get("architecture") != "784-19-10" or "where" not in metadata.get("act.0.formula", ""):
        bad.append("metadata")
    print("numpy and ogive agree" if not bad else f"differ: {bad}")
    return 1 if bad else 0


sys.exit(main())
