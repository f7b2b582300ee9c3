// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The first look: one line of mathematics, its derivative, and both of them over an array. The README quotes this file.
#include <cstdio>
#include <cstdlib>

// [hello]
#include <vector>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;  // x: the input of a formula

constexpr auto swish = x * sigmoid(x);

static_assert(ogive::text<derive(swish)> == "sigmoid(x) + x * sigmoid(x) * sigmoid(-x)");
static_assert(swish(0.0) == 0.0);

void activate(const std::vector<float>& in, std::vector<float>& out, std::vector<float>& slope) {
  ogive::map_with_derivative<swish>(in, out, slope);  // value and derivative in one SIMD pass
}
// [hello]

int main() {
  const std::vector<float> in{-2, -1, 0, 1, 2};
  std::vector<float> out(in.size()), slope(in.size());
  activate(in, out, slope);
  std::printf("f(x)  = %s\nf'(x) = %s\n\n     x       f(x)      f'(x)\n", ogive::text<swish>.data(),
              ogive::text<derive(swish)>.data());
  for (std::size_t i = 0; i != in.size(); ++i) {
    std::printf("%6.1f %10.6f %10.6f\n", static_cast<double>(in[i]), static_cast<double>(out[i]),
                static_cast<double>(slope[i]));
  }
  return out[2] == 0 && slope[2] == 0.5F ? EXIT_SUCCESS : EXIT_FAILURE;
}
