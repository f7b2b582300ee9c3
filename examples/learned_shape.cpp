// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A network learns the shape of its own activation: a line with three parameters, one set for each layer, trained on
// MNIST with the weights. Prints the formulas that were found. `learned_shape [DIR]`; default $MNIST_DIR, without data
// nothing.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include <ogive/nn.hpp>
#include <ogive/ogive.hpp>

namespace {

namespace nn = ogive::nn;
using namespace ogive::symbols;

// [shape]
// between the identity, a gate, and tanh: what is best, the data decide
constexpr auto shape = param<"line">(0.1) * x + param<"gate">(0.5) * x * sigmoid(x) + param<"bend">(0.5) * tanh(x);
// [shape]

/// The formula with the numbers that a layer has learnt in the place of their names.
std::string found(const nn::dense_layer<float>& layer) {
  std::string text(layer.function.formula);
  for (std::size_t i = 0; i != layer.parameters.rows(); ++i) {
    const std::string_view name = layer.function.parameter_names[i];
    char number[32];
    std::snprintf(number, sizeof number, "%.3f", static_cast<double>(layer.parameters(i, 0)));
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
      text.replace(at, name.size(), number);
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const char* const data = argc > 1 ? argv[1] : std::getenv("MNIST_DIR");
  std::printf("f(x) = %s\n", std::string(ogive::text<shape>).c_str());
  if (data == nullptr || *data == '\0') {
    std::printf("no data: pass a directory with the four files of MNIST or set MNIST_DIR\n");
    return 0;
  }
  try {
    const nn::image_sets sets = nn::load_mnist(data);
    auto net = nn::make_network(nn::dense<shape>(784, 96), nn::dense<shape>(96, 48), nn::dense<x>(48, 10));
    (void)nn::train(net, nn::adam{.rate = 2e-3}, sets.train,
                    {.epochs = 3, .batch = 64, .threads = 2, .schedule = nn::cosine_decay{}});
    for (std::size_t i = 0; i + 1 != net.depth(); ++i) std::printf("layer %zu: %s\n", i, found(net.layer(i)).c_str());
    const double accuracy = nn::evaluate(net, sets.test).accuracy();
    std::printf("test accuracy %.2f %%\n", 100 * accuracy);
    return accuracy > 0.96 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "learned_shape: %s\n", error.what());
    return 3;
  }
}
