// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An elementary function goes in, the greatest error of its double kernel at random points comes out, against MPFR. The
// first points are the edges: powers of two, what lies beside them, and what comes near a multiple of π/2.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sweep/judge.hpp"
#include "sweep/sweep.hpp"

namespace ogive::sweep {

inline constexpr int double_bits = 128;

inline std::vector<double> double_edges() {
  using limits = std::numeric_limits<double>;
  std::vector<double> x{0,          limits::infinity(), limits::quiet_NaN(), limits::max(),    88.722839,
                        103.972076, 709.782712893384,   745.1332191019412,   708.396418532264, 0x1.6ac5b262ca1ffp+849};
  for (int n = -1074; n <= 1023; ++n) {
    const double power = std::ldexp(1.0, n);
    for (const double v : {std::nextafter(power, 0), power, std::nextafter(power, limits::infinity())}) x.push_back(v);
  }
  for (int n = 1; n < 2000; ++n) x.push_back(n * 1.5707963267948966);
  const std::size_t positive = x.size();
  for (std::size_t i = 0; i != positive; ++i) x.push_back(-x[i]);
  return x;
}

/// A third of the points in the range of the function, a third in [−2, 2], a third over all bit patterns.
inline double random_double(const subject& s, std::uint64_t place) {
  const std::uint64_t random = mixed(place);
  const double unit = static_cast<double>(random >> 11U) * 0x1p-53;
  switch (place % 3) {
    case 0: return s.low + (s.high - s.low) * unit;
    case 1: return 4 * unit - 2;
    default: return std::bit_cast<double>(random);
  }
}

inline std::vector<finding> sweep_doubles(const subject& s, std::uint64_t first, std::uint64_t count) {
  using number = multiprecision<double_bits>;
  std::vector<double> x = first == 0 ? double_edges() : std::vector<double>{};
  for (std::uint64_t k = 0; k != count; ++k) x.push_back(random_double(s, first + k));
  std::vector<double> y(x.size());
  const double* in = x.data();
  double* out = y.data();
  s.of_double(&in, &out, x.size(), nullptr);
  finding f;
  f.points = x.size();
  constexpr std::size_t block = 1024;
  for (std::size_t begin = 0; begin < x.size(); begin += block) {
    const std::size_t end = std::min(begin + block, x.size());
    const steps<number> exact(s.exact[0], {{x.data() + begin, x.data() + end}}, {});
    for (std::size_t i = begin; i != end; ++i) {
      const double error = error_in_ulp(y[i], exact.result()[i - begin]);
      f.see(error, &x[i], 1);
      f.enter_bound(error, s.bound_of_double, x[i]);
    }
  }
  f.plain = f.worst, f.plain_x = f.x;
  return {f};
}

}  // namespace ogive::sweep
