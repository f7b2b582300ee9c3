// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The first look: one line of mathematics, its derivative, and both of them over an array. The README quotes this file.
// [hello]
#include <cstdio>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;  // x: the input of a formula

constexpr auto swish = x * sigmoid(x);
static_assert(ogive::text<derive(swish)> == "sigmoid(x) + x * sigmoid(x) * sigmoid(-x)");

int main() {
  const float in[] = {-2, -1, 0, 1, 2};
  float out[5], slope[5];
  ogive::map_with_derivative<swish>(in, out, slope);  // value and derivative in one SIMD pass
  for (int i = 0; i != 5; ++i) std::printf("swish(%g) = %g, swish'(%g) = %g\n", in[i], out[i], in[i], slope[i]);
}
// [hello]
