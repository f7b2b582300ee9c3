// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Self-gated curves: the input times a smooth step of itself.
#pragma once

#include <numbers>

#include <ogive/activations/sigmoids.hpp>  // here sigmoid(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::x;

/// swish(x) = x · σ(x)
///
/// Self-gated, smooth, not monotone; least value −0.2785 at x = −1.2785.
/// Ramachandran, Zoph, Le 2017, arXiv:1710.05941; as SiLU: Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto swish = x * sigmoid(x);

/// gelu(x) = x · Φ(x)
///
/// Φ is the distribution function of the standard normal distribution: ½·(1 + erf(x/√2)). PyTorch's default form;
/// least value −0.1700 at x = −0.7518.
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto gelu = x * cdf(x);

/// gelu_tanh(x) = x · σ(2·√(2/π)·x·(1 + 0.044715·x²))
///
/// The approximation of gelu by tanh, written with ½·(1 + tanh u) = σ(2u), which keeps the left tail.
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto gelu_tanh =
    x * sigmoid(2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi * x * (1 + 0.044715 * x * x));

/// mish(x) = x · tanh(ln(1 + eˣ))
///
/// Close to swish, with a steeper left side; least value −0.3088 at x = −1.1924.
/// Misra 2019, arXiv:1908.08681.
inline constexpr auto mish = x * tanh(softplus(x));

}  // namespace ogive::activations
