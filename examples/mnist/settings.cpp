// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/settings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <sstream>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace mnist {
namespace {

namespace nn = ogive::nn;

std::string plain(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
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

bool is_momentum(const settings& chosen) { return chosen.optimizer == "momentum" || chosen.optimizer == "nesterov"; }
bool is_adam(const settings& chosen) { return chosen.optimizer == "adam" || chosen.optimizer == "adamw"; }
bool rises(const settings& chosen) {
  return chosen.schedule == "cosine" || chosen.schedule == "linear" || chosen.schedule == "one-cycle";
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](std::string& text) -> std::string {  // CLI11 itself would wrap -1 around
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && low <= value && value <= high) return "";
    return text + " is not a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  };
  return {check, "N"};
}

CLI::Validator number_between(double low, double high, bool with_high) {
  const auto check = [=](std::string& text) -> std::string {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = error == std::errc{} && end == text.data() + text.size();
    if (read && low <= value && (value < high || (with_high && value == high))) return "";
    std::string wanted = text + " is not a number from " + plain(low);
    return wanted.append(with_high ? " to " : " to below ").append(plain(high));
  };
  return {check, "X"};
}

std::string nearest(std::string_view wrong, std::vector<std::string> words) {
  const auto far = [&](const std::string& word) {  // a piece of a name is as good as two slips
    const bool piece = word.find(wrong) != std::string::npos;
    return piece ? std::min<std::size_t>(2, distance(word, wrong)) : distance(word, wrong);
  };
  std::stable_sort(words.begin(), words.end(),
                   [&](const std::string& a, const std::string& b) { return far(a) < far(b); });
  std::string text;
  for (std::size_t i = 0; i != std::min<std::size_t>(3, words.size()); ++i)
    text.append(text.empty() ? "" : ", ").append(words[i]);
  return text;
}

const settings& preset(const std::string& name) {
  static const std::map<std::string, settings> presets = [] {
    std::map<std::string, settings> all;
    all["article"] = {};
    settings& fast = all["fast"];  // chosen by mnist/search_fast.sh
    fast.activation = "swish";
    fast.epochs = 3;
    fast.batch = 128;
    fast.rate = 3e-3;
    fast.beta2 = 0.98;
    fast.schedule = "linear";
    fast.warm_up = 0.15;
    fast.standardize = true;
    return all;
  }();
  return presets.at(name);
}

void add_training_options(CLI::App& app, settings& chosen, const std::string& names) {
  const CLI::Validator counted = whole_number(1, 1'000'000);
  const CLI::Validator share = number_between(0, 1, false), positive = number_between(1e-30, 1e30, true);
  const auto layers = [&](const char* name, std::vector<std::size_t>& to, const char* help) {
    app.add_option(name, to, help)->check(whole_number(0, 1'000))->expected(-1)->delimiter(',');
  };
  app.add_option("--activation", chosen.activation, "one of: " + names)->capture_default_str();
  app.add_flag("--per-channel", chosen.per_channel, "each unit learns its activation's parameters, not each layer");
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
      ->check(positive);
  app.add_option("--beta2", chosen.beta2, "adam's memory of squared gradients; default 0.999")->check(share);
  app.add_option("--weight-decay", chosen.weight_decay, "adamw's; default 0.01")->check(share);
  app.add_option("--schedule", chosen.schedule, "of the learning rate: constant, step, cosine, linear or one-cycle")
      ->check(CLI::IsMember({"constant", "step", "cosine", "linear", "one-cycle"}))
      ->capture_default_str();
  app.add_option("--warm-up", chosen.warm_up, "share of the training in which cosine, linear and one-cycle rise")
      ->check(share);
  app.add_option("--init", chosen.init, "first weights: auto (He or Glorot) or gain (by the activation's moments)")
      ->check(CLI::IsMember({"auto", "gain"}))
      ->capture_default_str();
  app.add_flag("--standardize", chosen.standardize, "pixels of mean 0 and variance 1 instead of 0 to 1");
  app.add_option("--validation", chosen.validation,
                 "of the training images the last ones judge each epoch; the test set is then left alone")
      ->check(whole_number(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--patience", chosen.patience,
                 "stop early: after so many epochs without a lower validation loss; the best weights are kept")
      ->check(whole_number(0, 1'000'000));
  app.add_option("--min-delta", chosen.min_delta, "how much lower counts as lower for --patience")
      ->check(number_between(0, 1e30, true))
      ->capture_default_str();
  app.add_option("--dropout", chosen.dropout, "share of the hidden units that a step leaves out")
      ->check(share)
      ->capture_default_str();
  app.add_option("--label-smoothing", chosen.label_smoothing, "share of the target that all classes get alike")
      ->check(number_between(0, 1, true))
      ->capture_default_str();
  app.add_option("--shift", chosen.shift, "move each image by up to so many pixels, anew each time")
      ->check(whole_number(0, 27))
      ->capture_default_str();
  app.add_option("--seed", chosen.seed, "first weights and order of the images; one seed, one result")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  app.add_option("--seeds", chosen.seeds, "so many trainings, seed, seed + 1, …: mean and 95 % interval")
      ->check(whole_number(1, 10'000))
      ->capture_default_str();
  app.add_option("--threads", chosen.threads, "share the work; the result is the same for any number of them")
      ->check(whole_number(1, 1'024))
      ->capture_default_str();
  app.add_option("--data", chosen.data, "directory with the four IDX files, plain or .gz; default $MNIST_DIR");
  app.add_option("--preset", chosen.preset,
                 "article: relu, 128 hidden, 10 epochs, batch 32, adam at 0.001. fast: 98 % in the shortest time, "
                 "see docs/performance.md. Other options still count")
      ->check(CLI::IsMember({"article", "fast"}));
  app.add_option("--from", chosen.from, "begin with the weights of this file (.safetensors)");
  layers("--freeze", chosen.freeze, "layers that keep their weights, counted from 0: 0,1");
  layers("--reset", chosen.reset, "layers that begin anew, not from the file of --from");
  app.add_option("--checkpoint", chosen.checkpoint, "directory for a checkpoint from which --resume goes on");
  app.add_option("--every", chosen.every, "steps between two checkpoints; default: one after each epoch")
      ->check(whole_number(1, 1'000'000'000));
  app.add_flag("--resume", chosen.resume,
               "go on from the checkpoint to the last bit; its options count, none can differ but --epochs");
  app.add_option("--save", chosen.save, "file for the trained network (.safetensors)");
  app.add_option("--log", chosen.log, "file for a line of JSON after each epoch");
  app.add_option("--csv", chosen.csv, "the same as a table");
  app.add_option("--report", chosen.report, "file for a page that shows the training (.html)");
  app.add_flag("--json", chosen.json, "nothing but one JSON object on standard output");
  app.add_flag("--quiet", chosen.quiet, "no progress");
}

void require_agreement(const settings& chosen) {
  const auto refuse = [](const std::string& message) { throw usage_error(message); };
  if (chosen.beta2 && !is_adam(chosen))
    refuse("--beta2: " + chosen.optimizer + " has no second moment; leave it out or choose --optimizer adam");
  if (chosen.weight_decay && chosen.optimizer != "adamw")
    refuse("--weight-decay: " + chosen.optimizer + " does not decay weights; choose --optimizer adamw");
  if (chosen.warm_up && !rises(chosen))
    refuse("--warm-up: the schedule " + chosen.schedule + " does not rise; choose --schedule cosine, linear or one-cycle");
  if (chosen.patience != 0 && chosen.validation == 0)
    refuse("--patience: no image judges; give --validation N, the images that do");
  if (chosen.min_delta != 0 && chosen.patience == 0) refuse("--min-delta: counts with --patience N only; give that too");
  if (!chosen.reset.empty() && chosen.from.empty())
    refuse("--reset: all layers begin anew without --from FILE; leave it out or give that file");
  if ((chosen.resume || chosen.every != 0) && chosen.checkpoint.empty())
    refuse(std::string(chosen.resume ? "--resume" : "--every") + ": give --checkpoint DIR, the place of the checkpoint");
  if (chosen.seeds != 1 && !(chosen.checkpoint + chosen.save + chosen.log + chosen.csv + chosen.report).empty())
    refuse("--seeds: several trainings have no one checkpoint, model, log or report; leave --checkpoint, --save, --log, "
           "--csv and --report out");
}

nlohmann::json to_json(const settings& chosen) {
  const auto or_null = [](const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
  };
  return {{"activation", chosen.activation},
          {"per-channel", chosen.per_channel},
          {"hidden", chosen.hidden},
          {"epochs", chosen.epochs},
          {"batch", chosen.batch},
          {"optimizer", chosen.optimizer},
          {"lr", or_null(chosen.rate)},
          {"beta2", or_null(chosen.beta2)},
          {"weight-decay", or_null(chosen.weight_decay)},
          {"schedule", chosen.schedule},
          {"warm-up", or_null(chosen.warm_up)},
          {"init", chosen.init},
          {"standardize", chosen.standardize},
          {"validation", chosen.validation},
          {"patience", chosen.patience},
          {"min-delta", chosen.min_delta},
          {"dropout", chosen.dropout},
          {"label-smoothing", chosen.label_smoothing},
          {"shift", chosen.shift},
          {"seed", chosen.seed},
          {"from", chosen.from},
          {"freeze", chosen.freeze},
          {"reset", chosen.reset}};
}

void from_json(const nlohmann::json& stored, settings& chosen) {
  const auto read_optional = [&](const char* name, std::optional<double>& to) {
    const nlohmann::json& value = stored.at(name);
    if (value.is_null()) to.reset();
    else to = value.get<double>();
  };
  stored.at("activation").get_to(chosen.activation);
  stored.at("per-channel").get_to(chosen.per_channel);
  stored.at("hidden").get_to(chosen.hidden);
  stored.at("epochs").get_to(chosen.epochs);
  stored.at("batch").get_to(chosen.batch);
  stored.at("optimizer").get_to(chosen.optimizer);
  read_optional("lr", chosen.rate);
  read_optional("beta2", chosen.beta2);
  read_optional("weight-decay", chosen.weight_decay);
  stored.at("schedule").get_to(chosen.schedule);
  read_optional("warm-up", chosen.warm_up);
  stored.at("init").get_to(chosen.init);
  stored.at("standardize").get_to(chosen.standardize);
  stored.at("validation").get_to(chosen.validation);
  stored.at("patience").get_to(chosen.patience);
  stored.at("min-delta").get_to(chosen.min_delta);
  stored.at("dropout").get_to(chosen.dropout);
  stored.at("label-smoothing").get_to(chosen.label_smoothing);
  stored.at("shift").get_to(chosen.shift);
  stored.at("seed").get_to(chosen.seed);
  stored.at("from").get_to(chosen.from);
  stored.at("freeze").get_to(chosen.freeze);
  stored.at("reset").get_to(chosen.reset);
}

any_optimiser make_optimiser(const settings& chosen) {
  if (chosen.optimizer == "sgd") return nn::sgd{.rate = chosen.rate.value_or(0.1)};
  if (is_momentum(chosen)) {
    return nn::sgd{.rate = chosen.rate.value_or(0.02), .momentum = 0.9, .nesterov = chosen.optimizer == "nesterov"};
  }
  const double rate = chosen.rate.value_or(1e-3), beta2 = chosen.beta2.value_or(0.999);
  if (chosen.optimizer == "adamw")
    return nn::adamw{.rate = rate, .beta2 = beta2, .weight_decay = chosen.weight_decay.value_or(0.01)};
  return nn::adam{.rate = rate, .beta2 = beta2};
}

double rate_of(const any_optimiser& optimiser) {
  return std::visit([](const auto& each) { return each.rate; }, optimiser);
}

nn::rate_schedule make_schedule(const settings& chosen, std::size_t rows) {
  const double warm_up = chosen.warm_up.value_or(0);
  if (chosen.schedule == "step") {  // a tenth after each third of the training
    const std::size_t steps = chosen.epochs * ((rows + chosen.batch - 1) / chosen.batch);
    return nn::step_decay{.every = (steps + 2) / 3};
  }
  if (chosen.schedule == "cosine") return nn::cosine_decay{.warm_up = warm_up};
  if (chosen.schedule == "linear") return nn::linear_decay{.warm_up = warm_up};
  if (chosen.schedule == "one-cycle") return nn::one_cycle{.rise = warm_up > 0 ? warm_up : 0.3};
  return nn::constant_rate{};
}

}  // namespace mnist
