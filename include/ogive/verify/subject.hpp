// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. What is verified at run time, as functions behind one type: the same code inspects formulas,
// derivatives written by hand, and code that is none of ours.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <ogive/verify/check.hpp>
#include <ogive/verify/report.hpp>

namespace ogive::detail {

/// What the reference says at a point: the value, and the range of the derivatives of both sides.
struct expectation {
  double value = 0;
  double low = 0, high = 0;  // equal where the function is smooth; NaN if nothing can be said
  double left = 0, right = 0;
  double error = 0;
  double rounding = 0;  // what the terms of a derived formula may lose in double
  bool smooth = true;
};

/// Values at n points: out[i] from in[i].
template <class T>
using pass = std::function<void(const T* in, T* out, std::size_t n)>;

/// The value or a derivative of a function of one input, in both types.
struct measured_function {
  std::string name;
  pass<float> in_float;
  pass<double> in_double;
  int order = 0;  // of the derivative
};

struct subject {
  std::string name, reference;
  std::vector<std::string> symbols;  // inputs, then parameters
  std::size_t inputs = 1;
  double unit = 0;        // the rounding unit of the type in which derivatives are checked
  bool is_noisy = false;  // may differences be worse than they look, at a point here and there?
  /// What differences of the value say: by a symbol at the inputs.
  std::function<expectation(const double* inputs, symbol_place)> expect;
  /// The value, then the derivative by each symbol.
  std::function<void(const double* inputs, double* out)> compute;
  /// The kinks along an input, if they can be found.
  std::function<kink_list(std::size_t axis, const std::vector<double>& places)> find_kinks;
  /// What is measured in float; empty for code that has no exact value. The exact value is reference(order, x).
  std::vector<measured_function> measured;
  std::function<estimate(int order, double x)> exact;

  /// A point with input `axis` at x and the others elsewhere.
  [[nodiscard]] std::vector<double> point(std::size_t axis, double x) const {
    std::vector<double> in(inputs);
    for (std::size_t k = 0; k != inputs; ++k) in[k] = k == axis ? x : elsewhere(k);
    return in;
  }
  [[nodiscard]] std::vector<double> at(const std::vector<double>& in) const {
    std::vector<double> out(1 + symbols.size());
    compute(in.data(), out.data());
    return out;
  }
  /// Rounded to the type in which the subject computes.
  [[nodiscard]] double rounded(double x) const { return unit > 1e-10 ? static_cast<double>(static_cast<float>(x)) : x; }
};

/// The points of a range, ascending: equally spaced ones and ones by magnitude, and 0.
inline std::vector<double> places_of(const subject& s, const verify_options& options) {
  std::vector<double> all;
  const auto add = [&](double x) {
    x = s.rounded(x);
    if (options.low <= x && x <= options.high) all.push_back(x);
  };
  const std::size_t half = options.points / 2 + 2, quarter = half / 2;
  for (std::size_t i = 0; i != half; ++i)
    add(options.low + (options.high - options.low) * static_cast<double>(i) / static_cast<double>(half - 1));
  const double largest_size = std::max(std::abs(options.low), std::abs(options.high));
  for (std::size_t i = 0; i != quarter && largest_size > 0; ++i) {
    // more points where there is more to see: near the upper end
    const double part = 1 - static_cast<double>(i) / static_cast<double>(quarter);
    const double size = largest_size * std::pow(10.0, -33 * (1 - part) * (1 - part));
    add(size);
    add(-size);
  }
  add(0);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace ogive::detail
