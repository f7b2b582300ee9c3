// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Shrinkage: what is near 0 becomes 0 or smaller still, what is large stays large.
#pragma once

#include <ogive/activations/sigmoids.hpp>  // here tanh(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// tanhshrink(x) = x − tanh(x)
///
/// Close to x³/3 near 0, to x ∓ 1 far away; smooth.
/// Torch 7, 2012; no paper is known as its source.
inline constexpr auto tanhshrink = x - tanh(x);

/// hardshrink(x) = |x| > λ ? x : 0
///
/// Hard thresholding; jumps at ±λ, where value and derivative are 0. λ = ½ as in PyTorch. No derivative sees the jump:
/// by λ it is 0. Donoho, Johnstone 1994, Biometrika 81.
inline constexpr auto hardshrink = where(abs(x) > param<"lambda">(0.5), x, 0);

/// softshrink(x) = x > λ ? x − λ : x < −λ ? x + λ : 0
///
/// Soft thresholding, the proximal map of λ·|x|; continuous, with derivative 0 at ±λ. λ = ½ as in PyTorch.
/// Donoho, Johnstone 1994, Biometrika 81; Donoho 1995, IEEE Transactions on Information Theory 41.
inline constexpr auto softshrink = where(x > param<"lambda">(0.5), x - param<"lambda">(0.5),
                                         where(x < -param<"lambda">(0.5), x + param<"lambda">(0.5), 0));

}  // namespace ogive::activations
