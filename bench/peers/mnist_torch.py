# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
"""PyTorch as a peer of examples/mnist.cpp: the same network, batch, optimiser and data, on one thread.

In: a directory with the four IDX files, plain or .gz. Out: the seconds of each epoch (training only) and the test accuracy.
The data are float tensors in memory before the clock starts; each batch is one indexed gather of a fresh permutation,
which is the fast way to feed PyTorch from memory (a DataLoader costs several times more).
"""
import argparse
import gzip
import os
import time

import numpy as np
import torch


def read_idx(directory, stem, rank):
    for name in (f"{stem}-idx{rank}-ubyte", f"{stem}.idx{rank}-ubyte"):
        for path, opener in ((name, open), (name + ".gz", gzip.open)):
            path = os.path.join(directory, path)
            if os.path.exists(path):
                with opener(path, "rb") as file:
                    content = file.read()
                sizes = np.frombuffer(content, ">u4", rank, 4)
                return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(sizes)
    raise SystemExit(f"mnist_torch: {directory} has no {stem}-idx{rank}-ubyte")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--activation", default="relu", choices=["relu", "prelu", "swish", "mish", "gelu", "tanh", "sigmoid"])
    parser.add_argument("--hidden", type=int, nargs="+", default=[128])
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--optimizer", default="adam", choices=["sgd", "momentum", "adam"])
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--foreach", action="store_true", help="let the optimiser update all tensors in one call")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)

    def images(stem):
        return torch.from_numpy(read_idx(options.data, stem, 3).reshape(-1, 784).astype(np.float32) / 255)

    def labels(stem):
        return torch.from_numpy(read_idx(options.data, stem, 1).astype(np.int64))

    train_images, train_labels = images("train-images"), labels("train-labels")
    test_images, test_labels = images("t10k-images"), labels("t10k-labels")

    activation = {"relu": torch.nn.ReLU, "prelu": torch.nn.PReLU, "swish": torch.nn.SiLU, "mish": torch.nn.Mish,
                  "gelu": torch.nn.GELU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}[options.activation]
    sizes = [784, *options.hidden, 10]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), activation()]
    network = torch.nn.Sequential(*layers[:-1])
    loss_of = torch.nn.CrossEntropyLoss()
    if options.optimizer == "adam":
        optimiser = torch.optim.Adam(network.parameters(), lr=options.lr, foreach=options.foreach)
    else:
        momentum = 0.9 if options.optimizer == "momentum" else 0.0
        optimiser = torch.optim.SGD(network.parameters(), lr=options.lr, momentum=momentum, foreach=options.foreach)

    total = 0.0
    for epoch in range(options.epochs):
        begin = time.perf_counter()
        summed = 0.0
        for index in torch.randperm(len(train_images)).split(options.batch):
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(network(train_images[index]), train_labels[index])
            loss.backward()
            optimiser.step()
            summed += loss.detach()
        seconds = time.perf_counter() - begin
        total += seconds
        print(f"epoch {epoch + 1}: {seconds:.3f} s, loss {float(summed) * options.batch / len(train_images):.4f}", flush=True)
    with torch.no_grad():
        accuracy = (network(test_images).argmax(1) == test_labels).float().mean().item()
    print(f"test accuracy {100 * accuracy:.2f} % in {total:.2f} s ({options.epochs} epochs)")


if __name__ == "__main__":
    main()
