// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An activation goes in; f and f' over x, and the kinks between, come out. A second input is ½. Of a row formula it is
// the first result of the row (x, 0, 1), for the targets (1, 0, 0), and its derivative by this x.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "reference.hpp"

namespace ogive::document {

/// Six digits at most; what is rounding is 0.
inline std::string short_number(real v, int digits = 5) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*g", digits, std::abs(v) < 1e-7L ? 0.0 : static_cast<double>(v));
  return text;
}

/// As in running text, with a minus sign.
inline std::string prose_number(real v, int digits = 5) {
  std::string text = short_number(v, digits);
  if (text[0] == '-') text.replace(0, 1, "−");
  return text;
}

class curve {
 public:
  static constexpr real second_input = 0.5L;
  static constexpr real reach = 4;  // a plot reaches from −reach to reach

  explicit curve(const record& r)
      : over_rows_(r.over_rows),
        value_(exact_program(r)),
        slope_(derivative_program(r, by_x)),
        parameters_(initial_values(r)) {
    inputs_ = over_rows_ ? columns{{0, 0, 1}, {1, 0, 0}} : columns{{0}, {second_input}};
    inputs_.resize(r.inputs.size());
    upstream_ = r.one_for_each_row ? column{1, 1, 1} : column{1, 0, 0};
  }

  [[nodiscard]] real value(real x) const { return steps(value_, at(x), parameters_).result()[0]; }
  [[nodiscard]] real slope(real x) const {
    columns inputs = at(x);
    if (over_rows_) inputs.push_back(upstream_);
    return steps(slope_, inputs, parameters_).result()[0];
  }
  [[nodiscard]] column choices(real x) const { return steps(value_, at(x), parameters_).choices(); }

 private:
  bool over_rows_;
  program value_, slope_;
  column parameters_;
  columns inputs_;
  column upstream_;

  [[nodiscard]] columns at(real x) const {
    columns inputs = inputs_;
    inputs[0][0] = x;
    return inputs;
  }
};

/// Where a choice of the program switches.
struct kink {
  static constexpr real beside = 1e-9L;  // how far left and right are from it
  real x, value_left, value_right, left, right, chosen;

  [[nodiscard]] bool jumps() const { return std::abs(value_right - value_left) > 1e-6L; }
  /// Do the pieces meet with one derivative?
  [[nodiscard]] bool is_smooth() const {
    return !jumps() && std::abs(right - left) < 1e-6L && std::abs(chosen - left) < 1e-6L;
  }
};

/// The switches between −10 and 10, found by bisection between the points of a grid on which none is likely to lie.
inline std::vector<kink> kinks_of(const curve& f) {
  constexpr int cells = 3001;
  const auto grid = [](int k) { return 20 * (k - 0.37L) / cells - 10; };
  std::vector<kink> found;
  column before = f.choices(grid(0));
  for (int k = 1; k <= cells; ++k) {
    const column after = f.choices(grid(k));
    if (after == before) continue;
    real low = grid(k - 1), high = grid(k);
    for (int step = 0; step != 60; ++step) (f.choices((low + high) / 2) == before ? low : high) = (low + high) / 2;
    before = after;
    // the number that was meant, if it is one of a few digits
    const real meant = static_cast<real>(std::strtod(short_number(high, 8).c_str(), nullptr));
    const real x = std::abs(meant - high) < 1e-12L ? meant : high, d = kink::beside;
    found.push_back({x, f.value(x - d), f.value(x + d), f.slope(x - d), f.slope(x + d), f.slope(x)});
  }
  return found;
}

}  // namespace ogive::document
