// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Two translation units of a stranger's project see the same formula and agree on its value.
#include <ogive/nn.hpp>
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

inline constexpr auto gate = x * sigmoid(x);
double gate_at(double value);

int main() { return ogive::evaluate<gate>(2.0) == gate_at(2.0) ? 0 : 1; }
