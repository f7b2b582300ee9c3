// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What a training is asked for: the options of `mnist train`, as a value that a checkpoint keeps. options.hpp reads
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <ogive/nn/optimiser.hpp>
#include <ogive/nn/schedule.hpp>

namespace mnist {

/// What the program answers its caller with.
enum exit_status : int { done = 0, failed = 1, wrong_usage = 2, wrong_data = 3, diverged = 4, interrupted = 130 };

/// Options that do not go together.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What --pool can be: sides of squares that fit an image.
inline constexpr std::initializer_list<std::size_t> pool_sides{1, 2, 4, 7, 14, 28};

struct settings {
  // what decides the bits of a training
  std::string activation = "relu";
  bool per_channel = false;
  std::vector<std::size_t> hidden{128};
  std::size_t epochs = 10;
  std::size_t batch = 32;
  std::string optimizer = "adam";
  std::optional<double> rate{};
  std::optional<double> beta2{};
  std::optional<double> weight_decay{};
  std::string schedule = "constant";
  std::optional<double> warm_up{};
  std::string init = "auto";
  bool standardize = false;
  std::size_t pool = 1;
  std::size_t validation = 0;
  std::size_t patience = 0;
  double min_delta = 0;
  double dropout = 0;
  double label_smoothing = 0;
  std::size_t shift = 0;
  std::uint64_t seed = 1;
  std::string from{};
  std::vector<std::size_t> freeze{};
  std::vector<std::size_t> reset{};
  // what does not
  std::size_t seeds = 1;
  std::size_t threads = 1;
  std::string data{};
  std::string preset{};
  std::string checkpoint{};
  std::size_t every = 0;
  bool resume = false;
  std::string save{};
  std::string log{};
  std::string csv{};
  std::string report{};
  bool json = false;
  bool quiet = false;
};

/// The recipes that --preset names.
const settings& preset(const std::string& name);

/// What CLI11 does not see: options that need or exclude each other, or that would be without effect. Errors:
/// `usage_error`.
void require_agreement(const settings& chosen);

/// What decides the bits, by the names of the options; and back.
nlohmann::json to_json(const settings& chosen);
void from_json(const nlohmann::json& stored, settings& chosen);

using any_optimiser = std::variant<ogive::nn::sgd, ogive::nn::adam, ogive::nn::adamw>;
any_optimiser make_optimiser(const settings& chosen);
ogive::nn::rate_schedule make_schedule(const settings& chosen, std::size_t rows);
double rate_of(const any_optimiser& optimiser);

/// The words that come nearest to a wrong one, at most three, separated by commas.
std::string nearest(std::string_view wrong, std::vector<std::string> words);

}  // namespace mnist
