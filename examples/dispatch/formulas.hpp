// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The formulas of examples/dispatch: one line each; ogive_add_kernels compiles them for every instruction set.
#pragma once

#include <ogive/ogive.hpp>

namespace formulas {

using namespace ogive::symbols;

inline constexpr auto swish = x * sigmoid(x);
inline constexpr auto leaky_swish = x * sigmoid(x) + 0.01 * x;
inline constexpr auto soft_clip = tanh(1.5 * x) / 1.5;
inline constexpr auto gate = x * sigmoid(y);

}  // namespace formulas
