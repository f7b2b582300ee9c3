// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Your line in a network: trained on MNIST, judged, saved, loaded again. `train_own [DIR [FILE.safetensors]]`; DIR is
// by default $MNIST_DIR, without data nothing is trained, without FILE nothing is saved.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <ogive/nn.hpp>
#include <ogive/nn/model_file.hpp>
#include <ogive/ogive.hpp>

namespace {

namespace nn = ogive::nn;
using namespace ogive::symbols;

// [own]
constexpr auto mine = x * sigmoid(param<"sharpness">(1.5) * x);  // change this line

auto make_network() {
  return nn::make_network(nn::dense<mine>(784, 128), nn::dense<x>(128, 10));  // the last layer's activation is x: none
}
// [own]

}  // namespace

int main(int argc, char** argv) {
  const char* const data = argc > 1 ? argv[1] : std::getenv("MNIST_DIR");
  std::printf("f(x)  = %s\nf'(x) = %s\n", ogive::text<mine>.data(), ogive::text<derive(mine)>.data());
  if (data == nullptr || *data == '\0') {
    std::printf("no data: pass a directory with the four files of MNIST or set MNIST_DIR\n");
    return 0;
  }
  try {
    nn::image_sets sets = nn::load_mnist(data);
    nn::standardise(sets);
    auto net = make_network();
    nn::train(net, nn::adam{.rate = 1e-3}, sets.train,
              {.epochs = 3,
               .batch = 64,
               .threads = 2,
               .schedule = nn::cosine_decay{},
               .on_epoch = [](const nn::training_progress& at) {
                 std::printf("epoch %zu: loss %.4f in %.2f s\n", at.epoch, at.sum.mean_loss(), at.seconds);
               }});
    const double accuracy = nn::evaluate(net, sets.test).accuracy();
    std::printf("test accuracy %.2f %%\n", 100 * accuracy);
    if (argc > 2) {
      nn::save_model(argv[2], net);
      auto again = make_network();
      nn::load_model(argv[2], again);
      std::printf("%s: saved, and loaded again: %.2f %%\n", argv[2], 100 * nn::evaluate(again, sets.test).accuracy());
    }
    return accuracy > 0.95 ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "train_own: %s\n", error.what());
    return 3;
  }
}
