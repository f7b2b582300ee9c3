// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/settings.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

namespace mnist {
namespace {

namespace nn = ogive::nn;

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

/// visit(name, member) for each option that decides the bits of a training.
template <class Settings, class Visit>
void for_each_of_bits(Settings& chosen, const Visit& visit) {
  visit("activation", chosen.activation);
  visit("per-channel", chosen.per_channel);
  visit("hidden", chosen.hidden);
  visit("epochs", chosen.epochs);
  visit("batch", chosen.batch);
  visit("optimizer", chosen.optimizer);
  visit("lr", chosen.rate);
  visit("beta2", chosen.beta2);
  visit("weight-decay", chosen.weight_decay);
  visit("schedule", chosen.schedule);
  visit("warm-up", chosen.warm_up);
  visit("init", chosen.init);
  visit("standardize", chosen.standardize);
  visit("pool", chosen.pool);
  visit("validation", chosen.validation);
  visit("patience", chosen.patience);
  visit("min-delta", chosen.min_delta);
  visit("dropout", chosen.dropout);
  visit("label-smoothing", chosen.label_smoothing);
  visit("shift", chosen.shift);
  visit("seed", chosen.seed);
  visit("from", chosen.from);
  visit("freeze", chosen.freeze);
  visit("reset", chosen.reset);
}

bool is_momentum(const settings& chosen) { return chosen.optimizer == "momentum" || chosen.optimizer == "nesterov"; }
bool is_adam(const settings& chosen) { return chosen.optimizer == "adam" || chosen.optimizer == "adamw"; }
bool rises(const settings& chosen) {
  return chosen.schedule == "cosine" || chosen.schedule == "linear" || chosen.schedule == "one-cycle";
}

}  // namespace

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
    fast.hidden = {256};
    fast.pool = 2;
    fast.epochs = 2;
    fast.batch = 64;
    fast.rate = 6e-3;
    fast.beta2 = 0.98;
    fast.schedule = "linear";
    fast.warm_up = 0.15;
    fast.standardize = true;
    return all;
  }();
  return presets.at(name);
}

void require_agreement(const settings& chosen) {
  const auto refuse = [](const std::string& message) { throw usage_error(message); };
  if (chosen.beta2 && !is_adam(chosen))
    refuse("--beta2: " + chosen.optimizer + " has no second moment; leave it out or choose --optimizer adam");
  if (chosen.weight_decay && chosen.optimizer != "adamw")
    refuse("--weight-decay: " + chosen.optimizer + " does not decay weights; choose --optimizer adamw");
  if (chosen.warm_up && !rises(chosen))
    refuse("--warm-up: the schedule " + chosen.schedule +
           " does not rise; choose --schedule cosine, linear or one-cycle");
  if (chosen.patience != 0 && chosen.validation == 0)
    refuse("--patience: no image judges; give --validation N, the images that do");
  if (chosen.min_delta != 0 && chosen.patience == 0)
    refuse("--min-delta: counts with --patience N only; give that too");
  if (!chosen.reset.empty() && chosen.from.empty())
    refuse("--reset: all layers begin anew without --from FILE; leave it out or give that file");
  if ((chosen.resume || chosen.every != 0) && chosen.checkpoint.empty())
    refuse(std::string(chosen.resume ? "--resume" : "--every") +
           ": give --checkpoint DIR, the place of the checkpoint");
  if (chosen.seeds != 1 && !(chosen.checkpoint + chosen.save + chosen.log + chosen.csv + chosen.report).empty())
    refuse(
        "--seeds: several trainings have no one checkpoint, model, log or report; leave --checkpoint, --save, --log, "
        "--csv and --report out");
}

nlohmann::json to_json(const settings& chosen) {
  nlohmann::json stored;
  for_each_of_bits(chosen, [&](const char* name, const auto& value) {
    if constexpr (std::is_same_v<decltype(value), const std::optional<double>&>) {
      stored[name] = value ? nlohmann::json(*value) : nlohmann::json();
    } else {
      stored[name] = value;
    }
  });
  return stored;
}

void from_json(const nlohmann::json& stored, settings& chosen) {
  for_each_of_bits(chosen, [&](const char* name, auto& value) {
    const nlohmann::json& found = stored.at(name);
    if constexpr (std::is_same_v<decltype(value), std::optional<double>&>) {
      if (found.is_null()) value.reset();
      else value = found.get<double>();
    } else {
      found.get_to(value);
    }
  });
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
