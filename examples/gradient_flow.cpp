// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Deep networks, equal but for the activation: what passes through each layer forward and back, before and after an
// epoch on MNIST, and a diagnosis in words. One sees sigmoids vanish, and what swish, selu, a scaled residual and the
// gain of the first weights do. Exit status: 0 done, 2 wrong usage, 3 data that cannot be used; without data the help.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/trainer.hpp>

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;

/// A sigmoid that adds to what passes by: a residual connection around it, scaled so that many of them stay calm.
constexpr auto residual_sigmoid = ogive::symbols::x + 0.25 * (sigmoid(ogive::symbols::x) - 0.5);

struct contender {
  const char* name;
  nn::activation<float> function;
  nn::initialisation how;
};

void print(const std::vector<nn::layer_flow>& before, const std::vector<nn::layer_flow>& after) {
  std::printf(
      "layer  gradient before        after  (a star is a factor of ten above 1e-12)          saturated  dead\n");
  const auto stars = [](double size) {
    return std::string(static_cast<std::size_t>(size > 0 ? std::max(0.0, std::log10(size) + 12) : 0), '*');
  };
  for (std::size_t i = 0; i != after.size(); ++i) {
    std::printf("%5zu  %10.1e %-12s %10.1e %-12s %30.0f %% %4.0f %%\n", i, before[i].delta,
                stars(before[i].delta).c_str(), after[i].delta, stars(after[i].delta).c_str(), 100 * after[i].saturated,
                100 * after[i].dead);
  }
}

void run(const contender& each, std::size_t depth, std::size_t units, const nn::image_sets& sets) {
  std::vector<nn::dense_layer<float>> layers;
  for (std::size_t i = 0; i != depth; ++i)
    layers.emplace_back(i == 0 ? sets.train.columns : units, units, each.function);
  layers.push_back(nn::dense<ogive::symbols::x>(units, sets.train.classes));
  auto net = nn::make_network(std::move(layers));
  nn::generator random(1);
  nn::initialise(net, random, each.how);
  const auto before = nn::measure_flow(net, sets.train);
  nn::trainer<decltype(net), nn::adam, std::uint8_t> training(net, nn::adam{}, sets.train, {.epochs = 1, .batch = 64},
                                                              random);
  while (!training.done()) training.step();
  const auto after = nn::measure_flow(net, sets.train);
  std::printf("\n%s, %zu layers of %zu\n", each.name, depth, units);
  print(before, after);
  for (const std::string& finding : nn::diagnose(after)) std::printf("%s\n", finding.c_str());
  std::printf("test accuracy of %s after an epoch: %.2f %%\n", each.name,
              100 * nn::evaluate(net, sets.test).accuracy());
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::size_t depth = 12, units = 64;
  CLI::App app("Shows what passes through the layers of deep networks.");
  app.add_option("--data", data, "directory with the four IDX files of MNIST; default $MNIST_DIR");
  app.add_option("--depth", depth, "hidden layers")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--units", units, "units of each")->check(CLI::Range(1, 4096))->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "gradient_flow: %s; see --help\n", error.what());
    return 2;
  }
  if (const char* const directory = std::getenv("MNIST_DIR"); data.empty() && directory != nullptr) data = directory;
  if (data.empty()) {
    std::printf("no data: pass --data DIR or set MNIST_DIR\n%s", app.help().c_str());
    return 0;
  }
  try {
    nn::image_sets sets = nn::load_mnist(data);
    nn::standardise(sets);
    using nn::activation_of;
    for (const contender& each : std::vector<contender>{
             {"sigmoid", activation_of<activations::sigmoid>, nn::initialisation::suited},
             {"sigmoid with its gain", activation_of<activations::sigmoid>, nn::initialisation::gain},
             {"x + 0.25 * (sigmoid(x) - 0.5)", activation_of<residual_sigmoid>, nn::initialisation::gain},
             {"swish with its gain", activation_of<activations::swish>, nn::initialisation::gain},
             {"selu with its gain", activation_of<activations::selu>, nn::initialisation::gain}})
      run(each, depth, units, sets);
  } catch (const nn::data_error& error) {
    std::fprintf(stderr, "gradient_flow: %s\n", error.what());
    return 3;
  }
  return 0;
}
