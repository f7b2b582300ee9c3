// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Several figures of the same thing come in; their mean and how far it may be off go out.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace mnist {

/// mean ± half_width
struct interval {
  double mean = 0;
  double half_width = 0;
};

/// The mean and the half width of its 95 % interval, t · s / √n with Student's t for n − 1 degrees of freedom; infinite
/// for one figure alone.
inline interval mean_of(std::span<const double> figures) {
  // the 97.5 % points for 1, 2, … degrees of freedom
  constexpr std::array<double, 30> t{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                     2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                     2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
  const double n = static_cast<double>(figures.size());
  double sum = 0, squares = 0;
  for (const double each : figures) sum += each;
  const double mean = sum / n;
  for (const double each : figures) squares += (each - mean) * (each - mean);
  if (figures.size() < 2) return {mean, INFINITY};
  const std::size_t freedom = figures.size() - 1;
  const double factor = freedom <= t.size() ? t[freedom - 1] : 1.96 + 2.4 / static_cast<double>(freedom);
  return {mean, factor * std::sqrt(squares / static_cast<double>(freedom) / n)};
}

}  // namespace mnist
