// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Trains a network on MNIST with any activation of the catalogue: options come in, progress, test accuracy and times go
// out. Exit status: 0 done, 1 a loss that is no number, 2 wrong usage, 3 data that cannot be used.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/base/hana.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn.hpp>
#include <ogive/print/text.hpp>

namespace {

namespace hana = ogive::hana;
namespace nn = ogive::nn;

constexpr int wrong_usage = 2;
constexpr int wrong_data = 3;
constexpr std::size_t deepest = 2;  // hidden layers: each depth is a type of its own and costs compile time

struct settings {
  std::string activation = "relu";
  std::vector<std::size_t> hidden{128};
  std::size_t epochs = 10;
  std::size_t batch = 32;
  std::string optimizer = "adam";
  std::optional<double> rate;
  std::uint64_t seed = 1;
  std::size_t threads = 1;
  std::string data;
  std::string preset;
};

using any_optimiser = std::variant<nn::sgd, nn::adam>;

any_optimiser make_optimiser(const settings& chosen) {
  if (chosen.optimizer == "sgd") return nn::sgd{.rate = chosen.rate.value_or(0.1)};
  if (chosen.optimizer == "momentum") return nn::sgd{.rate = chosen.rate.value_or(0.02), .momentum = 0.9};
  return nn::adam{.rate = chosen.rate.value_or(1e-3)};
}

/// One line for each epoch. On a terminal it grows in place; elsewhere there are no control codes.
class progress_bar {
 public:
  explicit progress_bar(std::size_t epochs) : epochs_(epochs) {}

  void grow(const nn::training_progress& at) {
    const std::size_t filled = width * at.step / at.steps;
    if (!terminal_ || filled == filled_) return;
    filled_ = filled;
    std::printf("\r");
    print(at, filled);
    std::fflush(stdout);
  }

  void finish(const nn::training_progress& at) {
    filled_ = 0;
    if (terminal_) std::printf("\r");
    print(at, width);
    std::printf("  %.3f s\n", at.seconds);
    std::fflush(stdout);
  }

 private:
  static constexpr std::size_t width = 30;

  void print(const nn::training_progress& at, std::size_t filled) const {
    const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::printf("epoch %2zu/%zu [%s] loss %.4f  accuracy %6.2f %%", at.epoch, epochs_, bar.c_str(), at.sum.mean_loss(),
                100 * at.sum.accuracy());
  }

  std::size_t epochs_;
  std::size_t filled_ = 0;
  bool terminal_ = ::isatty(STDOUT_FILENO) != 0;
};

template <auto F>
void print_formula(std::string_view name) {
  const auto print = [](std::string_view head, std::string_view body) {
    std::printf("%.*s = %.*s\n", static_cast<int>(head.size()), head.data(), static_cast<int>(body.size()),
                body.data());
  };
  print(std::string(name) + "(x)", ogive::text<F>);
  print(std::string(name) + "'(x)", ogive::text<derive(F)>);
}

template <class Network>
void run(Network net, const settings& chosen, const nn::image_sets& sets) {
  std::string shape = std::to_string(net.inputs());
  hana::for_each(net.layers, [&](const auto& layer) { shape.append("-").append(std::to_string(layer.outputs())); });
  std::printf("%s, %zu parameters, batch %zu, %s, seed %llu\n", shape.c_str(), net.parameter_count(), chosen.batch,
              chosen.optimizer.c_str(), static_cast<unsigned long long>(chosen.seed));
  progress_bar bar(chosen.epochs);
  const nn::training_options options{.epochs = chosen.epochs,
                                     .batch = chosen.batch,
                                     .seed = chosen.seed,
                                     .on_batch = [&](const nn::training_progress& at) { bar.grow(at); },
                                     .on_epoch = [&](const nn::training_progress& at) { bar.finish(at); }};
  double seconds = 0;
  std::visit(
      [&](const auto& optimiser) {
        for (const nn::training_progress& epoch : nn::train(net, optimiser, sets.train, options))
          seconds += epoch.seconds;
      },
      make_optimiser(chosen));
  const nn::loss_sum result = nn::evaluate(net, sets.test);
  std::printf("test loss %.4f, %zu of %zu right\n", result.mean_loss(), result.correct, result.rows);
  std::printf("test accuracy %.2f %% in %.2f s (%zu epochs)\n", 100 * result.accuracy(), seconds, chosen.epochs);
}

/// Builds the network layer by layer; `hidden` layers have the activation F, the last is linear.
template <auto F, class... Layers>
void build(const settings& chosen, const nn::image_sets& sets, std::size_t inputs, const Layers&... layers) {
  constexpr std::size_t done = sizeof...(Layers);
  if (done == chosen.hidden.size()) {
    if constexpr (done > 0)
      run(nn::make_network(layers..., nn::dense<ogive::symbols::x>(inputs, sets.train.classes)), chosen, sets);
  } else if constexpr (done < deepest) {
    build<F>(chosen, sets, chosen.hidden[done], layers..., nn::dense<F>(inputs, chosen.hidden[done]));
  }
}

bool in_catalogue(std::string_view name) {
  bool found = false;
  hana::for_each(ogive::activations::catalogue, [&](auto entry) { found = found || entry.name == name; });
  return found;
}

std::string catalogue_names() {
  std::string names;
  hana::for_each(ogive::activations::catalogue,
                 [&](auto entry) { names.append(names.empty() ? "" : ", ").append(entry.name); });
  return names;
}

void train_with_activation(const settings& chosen, const nn::image_sets& sets) {
  hana::for_each(ogive::activations::catalogue, [&](auto entry) {
    if (entry.name != chosen.activation) return;
    constexpr auto formula = decltype(entry)::formula;
    print_formula<formula>(entry.name);
    build<formula>(chosen, sets, sets.train.columns);
  });
}

/// What an option accepts: digits only (CLI11 would wrap -1 around), in a range.
CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](std::string& text) -> std::string {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && low <= value && value <= high) return "";
    return text + " is not a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  };
  return {check, "N"};
}

CLI::Validator finite_rate() {
  const auto check = [](std::string& text) -> std::string {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = error == std::errc{} && end == text.data() + text.size();
    return read && std::isfinite(value) && value > 0 ? "" : text + " is not a finite number above 0";
  };
  return {check, "RATE"};
}

int refuse(int status, const std::string& message) {
  std::fprintf(stderr, "mnist: %s\n", message.c_str());
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  settings chosen;
  CLI::App app("Trains a network on MNIST with an activation that is one line of mathematics.");
  const CLI::Validator counted = whole_number(1, 1'000'000);
  app.add_option("--activation", chosen.activation, "one of: " + catalogue_names())->capture_default_str();
  app.add_option("--hidden", chosen.hidden, "sizes of the hidden layers, 1 or 2 of them")
      ->check(whole_number(1, 65'536))
      ->expected(1, static_cast<int>(deepest))
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--epochs", chosen.epochs, "visits of every image")->check(counted)->capture_default_str();
  app.add_option("--batch", chosen.batch, "images of a step")->check(counted)->capture_default_str();
  app.add_option("--optimizer", chosen.optimizer, "sgd, momentum or adam")
      ->check(CLI::IsMember({"sgd", "momentum", "adam"}))
      ->capture_default_str();
  app.add_option("--lr", chosen.rate, "learning rate; default 0.1 for sgd, 0.02 for momentum, 0.001 for adam")
      ->check(finite_rate());
  app.add_option("--seed", chosen.seed, "first weights and order of the images; one seed, one result")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  app.add_option("--threads", chosen.threads, "1: more come with a later version")
      ->check(counted)
      ->capture_default_str();
  app.add_option("--data", chosen.data, "directory with the four IDX files, plain or .gz; default $MNIST_DIR");
  app.add_option("--preset", chosen.preset,
                 "article: relu, 128 hidden, 10 epochs, batch 32, adam at 0.001; other options still count")
      ->check(CLI::IsMember({"article"}));  // these are the defaults: the preset names them so that they may change
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return refuse(wrong_usage, std::string(error.what()) + "; see --help");
  }
  if (!in_catalogue(chosen.activation)) {
    return refuse(wrong_usage, "--activation " + chosen.activation + ": unknown; choose one of " + catalogue_names());
  }
  if (chosen.threads != 1) {
    return refuse(wrong_usage, "--threads " + std::to_string(chosen.threads) +
                                   ": this version trains on one thread; pass --threads 1");
  }
  if (chosen.data.empty()) {
    const char* const directory = std::getenv("MNIST_DIR");
    if (directory == nullptr || *directory == '\0') {
      return refuse(wrong_data,
                    "no data: pass --data DIR or set MNIST_DIR to the directory with the four files of MNIST");
    }
    chosen.data = directory;
  }
  try {
    train_with_activation(chosen, nn::load_mnist(chosen.data));
  } catch (const nn::data_error& error) {
    return refuse(wrong_data, error.what());
  } catch (const std::exception& error) {
    return refuse(1, error.what());
  }
  return 0;
}
