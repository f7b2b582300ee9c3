// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A formula over rows goes in, the greatest errors of its float kernels on random rows come out: of the results, and of
// the gradients for random upstream gradients. All is judged in many digits, and by the terms where they cancel.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sweep/judge.hpp"
#include "sweep/sweep.hpp"

namespace ogive::sweep {

/// Numbers from a seed, one after the other.
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(mixed(seed)) {}
  double unit() { return static_cast<double>((state_ = mixed(state_)) >> 11U) * 0x1p-53; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(unit() * static_cast<double>(n)); }

 private:
  std::uint64_t state_;
};

/// Inputs and upstream gradients of a row: x of any magnitude between 2^-20 and 2^20; a second input of the same
/// magnitude, or in (0, 1), or 0 and 1; upstream gradients in (0, 1), or (−1, 1).
class random_row {
 public:
  random_row(const subject& s, std::uint64_t seed) {
    random_numbers random(seed);
    constexpr std::size_t widths[] = {1, 2, 7, 16, 33};
    const std::size_t width = widths[random.below(5)];
    const double size = random.below(2) == 0 ? 4 : std::exp2(40 * random.unit() - 20);
    const std::size_t kind = random.below(3);
    const auto column = [&](auto value) {
      std::vector<float> c(width);
      for (float& v : c) v = static_cast<float>(value());
      return c;
    };
    inputs.push_back(column([&] { return size * (2 * random.unit() - 1); }));
    if (s.inputs == 2) {
      inputs.push_back(column([&] {
        const double u = random.unit();
        return kind == 0 ? size * (2 * u - 1) : kind == 1 ? u : std::floor(2 * u);
      }));
    }
    const bool both_signs = random.below(2) == 0;
    upstream = column([&] { return both_signs ? 2 * random.unit() - 1 : random.unit(); });
    if (s.record->one_for_each_row) upstream.assign(width, upstream[0]);
  }

  std::vector<std::vector<float>> inputs;
  std::vector<float> upstream;
};

/// The errors of one row, of each result.
inline void sweep_row(const subject& s, const random_row& row, const std::vector<double>& parameters,
                      std::vector<finding>& findings) {
  using number = multiprecision<float_bits>;
  const std::size_t width = row.upstream.size(), values = s.record->one_for_each_row ? 1 : width;
  std::vector<std::vector<float>> computed(1 + s.inputs, std::vector<float>(width));
  std::vector<const float*> in;
  std::vector<float*> grad;
  for (std::size_t k = 0; k != s.inputs; ++k)
    in.push_back(row.inputs[k].data()), grad.push_back(computed[1 + k].data());
  const std::vector<float> narrow(parameters.begin(), parameters.end());
  std::vector<float> sums(narrow.size());
  float* const out = computed[0].data();
  s.record->for_float.map_rows(in.data(), &out, 1, width, narrow.data());
  s.record->for_float.backward_rows(in.data(), row.upstream.data(), grad.data(), 1, width, narrow.data(), sums.data());

  steps<number>::columns columns;
  for (const auto& c : row.inputs) columns.emplace_back(c.begin(), c.end());
  columns.emplace_back(row.upstream.begin(), row.upstream.end());
  for (std::size_t r = 0; r != computed.size(); ++r) {
    const steps<number> exact(s.exact[r], columns, {parameters.begin(), parameters.end()});
    const steps<number>::column scale = exact.scale();
    for (std::size_t j = 0; j != (r == 0 ? values : width); ++j) {
      const number& reference = exact.result()[j];
      double error = error_in_ulp(computed[r][j], reference);
      findings[r].plain = std::max(findings[r].plain, error);
      if (mpfr_number_p(reference.get())) {
        const number off = abs(number(static_cast<double>(computed[r][j])) - reference);
        const auto of_terms = static_cast<double>(off / (scale[j] * number(scale_unit)));
        if (of_terms < error) findings[r].near_zero += error > s.bound && of_terms <= s.bound, error = of_terms;
      }
      ++findings[r].points;
      const double at[] = {static_cast<double>(row.inputs[0][j]), static_cast<double>(row.inputs.back()[j])};
      findings[r].see(error, at, s.inputs);
      findings[r].enter_bound(error, s.bound, at[0]);
    }
  }
}

/// So many rows, random from a seed on.
inline std::vector<finding> sweep_rows(const subject& s, const std::vector<double>& parameters, std::uint64_t seed,
                                       std::uint64_t rows) {
  std::vector<finding> findings(s.results.size());
  for (std::uint64_t k = 0; k != rows; ++k) sweep_row(s, random_row(s, seed + k), parameters, findings);
  return findings;
}

}  // namespace ogive::sweep
