// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Trains a network on MNIST with any activation of the catalogue: options come in, progress, test accuracy and times go
// out. Exit status: 0 done, 1 a loss that is no number, 2 wrong usage, 3 data that cannot be used.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <ogive/expr.hpp>
#include <ogive/nn.hpp>

#include "mnist/choices.hpp"

namespace {

namespace nn = ogive::nn;
using mnist::choice;

constexpr int wrong_usage = 2;
constexpr int wrong_data = 3;

struct settings {
  std::string activation = "relu";
  std::vector<std::size_t> hidden{128};
  std::size_t epochs = 10;
  std::size_t batch = 32;
  std::string optimizer = "adam";
  std::optional<double> rate;
  double beta2 = 0.999;
  std::string schedule = "constant";
  double warm_up = 0;
  bool standardize = false;
  std::size_t validation = 0;
  std::uint64_t seed = 1;
  std::size_t threads = 1;
  std::string data{};
  std::string preset{};
};

/// The recipes by name; an option that is given as well still counts.
const std::map<std::string, settings> presets{{"article", {}},
                                              {"fast",  // chosen by mnist/search_fast.sh
                                               {.activation = "swish",
                                                .epochs = 3,
                                                .batch = 128,
                                                .rate = 3e-3,
                                                .beta2 = 0.98,
                                                .schedule = "linear",
                                                .warm_up = 0.15,
                                                .standardize = true}}};

using any_optimiser = std::variant<nn::sgd, nn::adam, nn::adamw>;

any_optimiser make_optimiser(const settings& chosen) {
  if (chosen.optimizer == "sgd") return nn::sgd{.rate = chosen.rate.value_or(0.1)};
  if (chosen.optimizer == "momentum" || chosen.optimizer == "nesterov") {
    return nn::sgd{.rate = chosen.rate.value_or(0.02), .momentum = 0.9, .nesterov = chosen.optimizer == "nesterov"};
  }
  if (chosen.optimizer == "adamw") return nn::adamw{.rate = chosen.rate.value_or(1e-3), .beta2 = chosen.beta2};
  return nn::adam{.rate = chosen.rate.value_or(1e-3), .beta2 = chosen.beta2};
}

nn::rate_schedule make_schedule(const settings& chosen, std::size_t rows) {
  if (chosen.schedule == "step") {  // a tenth after each third of the training
    const std::size_t steps = chosen.epochs * ((rows + chosen.batch - 1) / chosen.batch);
    return nn::step_decay{.every = (steps + 2) / 3};
  }
  if (chosen.schedule == "cosine") return nn::cosine_decay{.warm_up = chosen.warm_up};
  if (chosen.schedule == "linear") return nn::linear_decay{.warm_up = chosen.warm_up};
  if (chosen.schedule == "one-cycle") return nn::one_cycle{.rise = chosen.warm_up > 0 ? chosen.warm_up : 0.3};
  return nn::constant_rate{};
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

/// Everything in the order of the catalogue.
std::vector<choice> all_choices() {
  std::vector<choice> all;
  [&]<std::size_t... Part>(std::index_sequence<Part...>) { (mnist::append_choices<Part>(all), ...); }
  (std::make_index_sequence<MNIST_PARTS>{});
  std::sort(all.begin(), all.end(), [](const choice& a, const choice& b) { return a.place < b.place; });
  return all;
}

/// The network: hidden layers with the activation, and a linear one for the classes.
auto build(const choice& picked, const settings& chosen, const nn::image_sets& sets) {
  std::vector<nn::dense_layer<float>> layers;
  std::size_t inputs = sets.train.columns;
  for (const std::size_t outputs : chosen.hidden) {
    layers.emplace_back(inputs, outputs, *picked.activation);
    inputs = outputs;
  }
  layers.push_back(nn::dense<ogive::symbols::x>(inputs, sets.train.classes));
  return nn::make_network(std::move(layers));
}

/// The sets as they were asked for. With validation the test set is left alone: the last training images judge.
nn::image_sets load(const settings& chosen) {
  nn::image_sets sets = nn::load_mnist(chosen.data);
  if (chosen.validation >= sets.train.rows()) {
    throw nn::data_error("--validation " + std::to_string(chosen.validation) + " leaves nothing of " +
                         std::to_string(sets.train.rows()) + " images to train on");
  }
  if (chosen.validation != 0) sets.test = nn::split_off(sets.train, chosen.validation);
  if (chosen.standardize) nn::standardise(sets);
  return sets;
}

void run(const choice& picked, const settings& chosen, const nn::image_sets& sets) {
  const std::string name(picked.name);
  std::printf("%s(x) = %s\n%s'(x) = %s\n", name.c_str(), std::string(picked.formula).c_str(), name.c_str(),
              std::string(picked.derivative).c_str());
  auto net = build(picked, chosen, sets);
  std::string shape = std::to_string(net.inputs());
  for (const auto& layer : net.layers) shape.append("-").append(std::to_string(layer.outputs()));
  std::printf("%s, %zu parameters, batch %zu, %s, seed %llu\n", shape.c_str(), net.parameter_count(), chosen.batch,
              chosen.optimizer.c_str(), static_cast<unsigned long long>(chosen.seed));
  progress_bar bar(chosen.epochs);
  const nn::training_options options{.epochs = chosen.epochs,
                                     .batch = chosen.batch,
                                     .seed = chosen.seed,
                                     .threads = chosen.threads,
                                     .schedule = make_schedule(chosen, sets.train.rows()),
                                     .on_batch = [&](const nn::training_progress& at) { bar.grow(at); },
                                     .on_epoch = [&](const nn::training_progress& at) { bar.finish(at); }};
  double seconds = 0;
  std::visit(
      [&](const auto& optimiser) {
        for (const nn::training_progress& epoch : nn::train(net, optimiser, sets.train, options))
          seconds += epoch.seconds;
      },
      make_optimiser(chosen));
  const char* const judged = chosen.validation == 0 ? "test" : "validation";
  const nn::loss_sum result = nn::evaluate(net, sets.test);
  std::printf("%s loss %.4f, %zu of %zu right\n", judged, result.mean_loss(), result.correct, result.rows);
  std::printf("%s accuracy %.2f %% in %.2f s (%zu epochs)\n", judged, 100 * result.accuracy(), seconds, chosen.epochs);
}

/// How many single letters must be put in, left out or exchanged to make one word of the other.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i != from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j != to.size(); ++j) {
      const std::size_t exchanged = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

/// The names that a layer can have, separated by commas.
std::string names_of(const std::vector<choice>& all) {
  std::string names;
  for (const choice& each : all) {
    if (each.activation != nullptr) names.append(names.empty() ? "" : ", ").append(each.name);
  }
  return names;
}

/// The few names that come nearest to a wrong one.
std::string nearest_names(std::vector<choice> all, std::string_view wrong) {
  std::erase_if(all, [](const choice& each) { return each.activation == nullptr; });
  const auto far = [&](const choice& each) {  // a piece of a name is as good as two slips
    const bool piece = each.name.find(wrong) != std::string_view::npos;
    return piece ? std::min<std::size_t>(2, distance(each.name, wrong)) : distance(each.name, wrong);
  };
  std::stable_sort(all.begin(), all.end(), [&](const choice& a, const choice& b) { return far(a) < far(b); });
  all.resize(std::min<std::size_t>(3, all.size()));
  return names_of(all);
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

CLI::Validator share() {
  const auto check = [](std::string& text) -> std::string {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = error == std::errc{} && end == text.data() + text.size();
    return read && value >= 0 && value < 1 ? "" : text + " is not a number from 0 to below 1";
  };
  return {check, "SHARE"};
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
  const std::vector<choice> all = all_choices();
  settings chosen;
  CLI::App app("Trains a network on MNIST with an activation that is one line of mathematics.");
  const CLI::Validator counted = whole_number(1, 1'000'000);
  app.add_option("--activation", chosen.activation, "one of: " + names_of(all))->capture_default_str();
  app.add_option("--hidden", chosen.hidden, "sizes of the hidden layers: 512,256 for two of them")
      ->check(whole_number(1, 65'536))
      ->expected(-1)
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--epochs", chosen.epochs, "visits of every image")->check(counted)->capture_default_str();
  app.add_option("--batch", chosen.batch, "images of a step")->check(counted)->capture_default_str();
  app.add_option("--optimizer", chosen.optimizer, "sgd, momentum, nesterov, adam or adamw")
      ->check(CLI::IsMember({"sgd", "momentum", "nesterov", "adam", "adamw"}))
      ->capture_default_str();
  app.add_option("--lr", chosen.rate,
                 "learning rate; default 0.1 for sgd, 0.02 for momentum and nesterov, 0.001 for adam and adamw")
      ->check(finite_rate());
  app.add_option("--beta2", chosen.beta2, "adam's memory of squared gradients")->check(share())->capture_default_str();
  app.add_option("--schedule", chosen.schedule, "of the learning rate: constant, step, cosine, linear or one-cycle")
      ->check(CLI::IsMember({"constant", "step", "cosine", "linear", "one-cycle"}))
      ->capture_default_str();
  app.add_option("--warm-up", chosen.warm_up, "share of the training in which cosine, linear and one-cycle rise")
      ->check(share())
      ->capture_default_str();
  app.add_flag("--standardize", chosen.standardize, "pixels of mean 0 and variance 1 instead of 0 to 1");
  app.add_option("--validation", chosen.validation, "of the training images the last ones judge, not the test set")
      ->check(whole_number(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", chosen.seed, "first weights and order of the images; one seed, one result")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  app.add_option("--threads", chosen.threads, "share the work; the result is the same for any number of them")
      ->check(whole_number(1, 1'024))
      ->capture_default_str();
  app.add_option("--data", chosen.data, "directory with the four IDX files, plain or .gz; default $MNIST_DIR");
  app.add_option("--preset", chosen.preset,
                 "article: relu, 128 hidden, 10 epochs, batch 32, adam at 0.001. fast: 98 % in the shortest time, "
                 "see docs/performance.md. Other options still count")
      ->check(CLI::IsMember({"article", "fast"}));
  try {
    app.parse(argc, argv);
    if (!chosen.preset.empty()) {
      chosen = presets.at(chosen.preset);
      app.clear();
      app.parse(argc, argv);
    }
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return refuse(wrong_usage, std::string(error.what()) + "; see --help");
  }
  const auto picked =
      std::find_if(all.begin(), all.end(), [&](const choice& c) { return c.name == chosen.activation; });
  if (picked == all.end()) {
    return refuse(wrong_usage, "--activation " + chosen.activation + ": unknown; the nearest are " +
                                   nearest_names(all, chosen.activation) + "; choose one of " + names_of(all));
  }
  if (picked->activation == nullptr) {
    return refuse(wrong_usage, "--activation " + chosen.activation +
                                   ": takes more than one number; a layer needs a function of one, choose one of " +
                                   names_of(all));
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
    run(*picked, chosen, load(chosen));
  } catch (const nn::data_error& error) {
    return refuse(wrong_data, error.what());
  } catch (const std::exception& error) {
    return refuse(1, error.what());
  }
  return 0;
}
