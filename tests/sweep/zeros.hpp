// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A function in double goes in, where it is near a zero other than that at 0 comes out: there alone an error may be
// measured by the terms that cancel, not by the result. A tail that decays has no zero, and nothing is forgiven there.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace ogive::sweep {

/// Octaves of the floats, both signs, in bins; a bin is near a zero if one lies within a factor of 2 of it: a change of
/// sign, or a least size between greater ones.
class zero_map {
 public:
  /// `function(x, y, n)`: y[i] = f(x[i])
  template <class Function>
  explicit zero_map(Function function) {
    std::vector<double> x(samples), y(samples);
    for (const bool negative : {false, true}) {
      for (std::size_t i = 0; i != samples; ++i)
        x[i] = std::exp2(first_octave + (static_cast<double>(i) + 0.5) / samples_per_octave) * (negative ? -1 : 1);
      function(x.data(), y.data(), samples);
      mark(y, near_[negative]);
    }
  }

  [[nodiscard]] bool near_zero(double x) const {
    const double octave = std::log2(std::abs(x)) - first_octave;
    if (!(octave >= 0) || octave >= octaves) return false;
    return near_[std::signbit(x)][static_cast<std::size_t>(octave * bins_per_octave)];
  }

 private:
  static constexpr int first_octave = -126;
  static constexpr std::size_t octaves = 254, bins_per_octave = 16, samples_per_octave = 256;
  static constexpr std::size_t samples = octaves * samples_per_octave, per_bin = samples_per_octave / bins_per_octave;
  std::vector<bool> near_[2];

  static void mark(const std::vector<double>& y, std::vector<bool>& near) {
    near.assign(octaves * bins_per_octave, false);
    const auto reach = static_cast<std::ptrdiff_t>(bins_per_octave);
    for (std::size_t i = 1; i + 1 != samples; ++i) {
      const double before = std::abs(y[i - 1]), here = std::abs(y[i]), after = std::abs(y[i + 1]);
      // what has died away is no zero
      const bool crosses = (y[i] < 0) != (y[i + 1] < 0) && here + after > 1e-60;
      const bool begins_or_ends = (here == 0) != (after == 0) && here + after > 1e-60;
      const bool dips = here < before && here < after && here < 0.01 * greatest_around(y, i);
      if (!crosses && !begins_or_ends && !dips) continue;
      const auto bin = static_cast<std::ptrdiff_t>(i / per_bin);
      for (std::ptrdiff_t b = std::max<std::ptrdiff_t>(bin - reach, 0);
           b <= bin + reach && b < static_cast<std::ptrdiff_t>(near.size()); ++b)
        near[static_cast<std::size_t>(b)] = true;
    }
  }

  static double greatest_around(const std::vector<double>& y, std::size_t i) {
    double greatest = 0;
    const std::size_t from = i < samples_per_octave ? 0 : i - samples_per_octave;
    for (std::size_t k = from; k < samples && k <= i + samples_per_octave; ++k)
      greatest = std::max(greatest, std::abs(y[k]));
    return greatest;
  }
};

}  // namespace ogive::sweep
