// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The other translation unit: the value comes from the vector loop.
#if __has_include(<ogive/nn.hpp>)
#include <ogive/nn.hpp>
#endif
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

inline constexpr auto gate = x * sigmoid(x);
double gate_at(double value);

double gate_at(double value) {
  double in[1] = {value};
  double out[1] = {0};
  ogive::map<gate>(in, out);
  return out[0];
}
