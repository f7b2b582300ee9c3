// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What takes part in bench/ratios.cpp: a function, what is computed of it, and who computes it. Each file of
// bench/peers/ adds the contenders of one library.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ogive::bench {

/// Arrays of n floats, the same ones for all contenders of a size.
struct arrays {
  const float* x;
  const float* upstream;
  float* y;
  float* slope;
  std::size_t n;
};

enum class pass : unsigned char {
  value,                 ///< y[i] = f(x[i])
  value_and_derivative,  ///< that, and slope[i] = f'(x[i]); of others forward, and slope[i] = upstream[i]·f'(x[i])
  backward,              ///< slope[i] = upstream[i]·f'(x[i])
};

struct contender {
  std::string function;
  pass what;
  std::string peer;
  /// Makes all that the peer needs for these arrays; what comes out is timed.
  std::function<std::function<void()>(const arrays&)> prepare;
};

/// What a contender with nothing to prepare needs.
template <class Run>
auto ready(Run run) {
  return [run](const arrays& a) -> std::function<void()> { return [run, a] { run(a); }; };
}

using contenders = std::vector<contender>;

void add_ogive(contenders& all);
void add_standard(contenders& all);
void add_xsimd(contenders& all);
void add_intrinsics(contenders& all);
void add_onednn(contenders& all);
void add_eigen(contenders& all);
void add_sleef(contenders& all);
void add_libmvec(contenders& all);

}  // namespace ogive::bench
