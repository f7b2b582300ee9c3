// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Self-gated curves: the input times a step of itself. Where softplus is meant as a function it is
// named by its operation, because the activation of that name has a parameter.
#pragma once

#include <numbers>

#include <ogive/activations/sigmoids.hpp>  // here sigmoid(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// swish(x) = x · σ(x)
///
/// Self-gated, smooth, not monotone; least value −0.2785 at x = −1.2785.
/// Ramachandran, Zoph, Le 2017, arXiv:1710.05941; as SiLU: Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto swish = x * sigmoid(x);

/// swish_beta(x) = x · σ(β·x)
///
/// Swish with a learned steepness, 1 at first: β = 0 is x/2, β → ∞ the rectifier.
/// Ramachandran, Zoph, Le 2017, arXiv:1710.05941.
inline constexpr auto swish_beta = x * sigmoid(param<"beta">(1) * x);

/// quick_gelu(x) = x · σ(1.702·x)
///
/// The approximation of gelu by swish, at most 0.0204 away; least value −0.1636 at x = −0.7512.
/// Hendrycks, Gimpel 2016, arXiv:1606.08415; so used in CLIP: Radford et al. 2021, arXiv:2103.00020.
inline constexpr auto quick_gelu = x * sigmoid(1.702 * x);

/// gelu(x) = x · Φ(x)
///
/// Φ is the distribution function of the standard normal distribution: ½·(1 + erf(x/√2)). The default of PyTorch and
/// Keras; that of JAX is gelu_tanh. Least value −0.1700 at x = −0.7518.
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto gelu = x * cdf(x);

/// gelu_tanh(x) = x · σ(2·√(2/π)·x·(1 + 0.044715·x²))
///
/// The approximation of gelu by tanh, at most 0.00048 away, written with ½·(1 + tanh u) = σ(2u), which keeps the left
/// tail. Hendrycks, Gimpel 2016, arXiv:1606.08415.
inline constexpr auto gelu_tanh =
    x * sigmoid(2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi * x * (1 + 0.044715 * x * x));

/// mish(x) = x · tanh(ln(1 + eˣ))
///
/// Close to swish, with a steeper left side; least value −0.3088 at x = −1.1924.
/// Misra 2019, arXiv:1908.08681.
inline constexpr auto mish = x * tanh(word<operation::softplus>(x));

/// hard_swish(x) = x > −3 ? (x < 3 ? x·(x + 3)/6 : x) : 0
///
/// Swish with the sigmoid of three lines, in pieces so that its limits are those of a rectifier; least value −3/8 at
/// x = −3/2. The derivative at −3 is 0, at 3 it is 1: that of the piece outside.
/// Howard, Sandler, Chu et al. 2019, arXiv:1905.02244 (MobileNetV3).
inline constexpr auto hard_swish = where(x > -3, where(x < 3, (x + 3) * x / 6, x), 0);

/// telu(x) = x · tanh(eˣ)
///
/// Close to the identity on the right, sooner than mish; least value −0.3533 at x = −1.0789. Also known as TanhExp.
/// Liu, Di 2020, arXiv:2003.09855 (as TanhExp); Fernandez, Mali 2024, arXiv:2412.20269.
inline constexpr auto telu = x * tanh(exp(x));

/// serf(x) = x · erf(ln(1 + eˣ))
///
/// As mish, with erf for tanh; least value −0.3484 at x = −1.1931.
/// Nag, Bhattacharyya 2021, arXiv:2108.09598.
inline constexpr auto serf = x * erf(word<operation::softplus>(x));

/// logish(x) = x · ln(1 + σ(x))
///
/// Grows like ln 2 · x on the right; least value −0.2528 at x = −1.3725.
/// Zhu, Zeng, Liu, Zhao 2021, Neurocomputing 458.
inline constexpr auto logish = x * log1p(sigmoid(x));

/// smish(x) = x · tanh(ln(1 + σ(x)))
///
/// Grows like 0.6·x on the right; least value −0.2500 at x = −1.3945.
/// Wang, Ren, Wang 2022, Electronics 11.
inline constexpr auto smish = x * tanh(log1p(sigmoid(x)));

/// phish(x) = x · tanh(gelu(x))
///
/// Never negative: close to x²·Φ(x) near 0 and to x on the right. Naveen 2022, TechRxiv.
inline constexpr auto phish = x * tanh(x * cdf(x));

/// golu(x) = x · exp(−e⁻ˣ)
///
/// The gate is Gompertz' curve, which leaves 0 faster than it comes to 1; least value −0.0973 at x = −0.5671.
/// Das, Safari, Adriaensen, Hutter 2025, arXiv:2502.03654.
inline constexpr auto golu = x * exp(-exp(-x));

/// elish(x) = x < 0 ? (eˣ − 1)·σ(x) : x·σ(x)
///
/// Elu on the left and swish on the right; least value −0.1716 at x = −0.8814. Basirat, Roth 2018, arXiv:1808.00783.
inline constexpr auto elish = where(x < 0, expm1(x) * sigmoid(x), x* sigmoid(x));

/// lisht(x) = x · tanh(x)
///
/// Even and never negative: a smooth |x|, whose gate keeps the sign of the input.
/// Roy, Manna, Dubey, Chaudhuri 2019, arXiv:1901.05894.
inline constexpr auto lisht = x * tanh(x);

/// acon_c(x) = x · ((p1 − p2)·σ(β·(p1 − p2)·x) + p2)
///
/// Activate or not: a smooth max(p1·x, p2·x) whose steepness β is learned with the slopes. The authors draw p1 and p2
/// from a normal distribution; here they begin at 1.2 and −0.8. Ma, Zhang, Liu, Sun 2021, arXiv:2009.04759.
inline constexpr auto acon_c = x * ((param<"p1">(1.2) - param<"p2">(-0.8)) *
                                        sigmoid(param<"beta">(1) * (param<"p1">(1.2) - param<"p2">(-0.8)) * x) +
                                    param<"p2">(-0.8));

/// xsilu(x) = x · ((1 + 2α)·σ(x) − α)
///
/// Swish with a gate from −α to 1 + α. α is learned, ¼ at first; 0 is swish.
/// Huang 2024, arXiv:2405.20768.
inline constexpr auto xsilu = x * ((1 + 2 * param<"alpha">(0.25)) * sigmoid(x) - param<"alpha">(0.25));

/// xgelu(x) = x · ((1 + 2α)·Φ(x) − α)
///
/// Gelu with a gate from −α to 1 + α. α is learned, ¼ at first; 0 is gelu.
/// Huang 2024, arXiv:2405.20768.
inline constexpr auto xgelu = x * ((1 + 2 * param<"alpha">(0.25)) * cdf(x) - param<"alpha">(0.25));

/// xatlu(x) = x · ((1 + 2α)·(½ + arctan(x)/π) − α)
///
/// The gate is an arctan, so that the derivative rises throughout, and reaches from −α to 1 + α. α is learned, ¼ at
/// first. Huang 2024, arXiv:2405.20768.
inline constexpr auto xatlu =
    x * ((1 + 2 * param<"alpha">(0.25)) * (0.5 + std::numbers::inv_pi * atan(x)) - param<"alpha">(0.25));

/// bsilu(x) = (x + α)·σ(x) − α/2 = x·σ(x) + α·(σ(x) − ½)
///
/// Swish through 0 with a bounded left side: least value −0.8999 at x = −2.7349, limit −α/2 = −0.835 for the usual
/// α = 1.67. Made to lend its derivative to relu: with_gradient(relu, bsilu).
/// Horuz, Kasenbacher, Higuchi et al. 2025, arXiv:2505.22074.
inline constexpr auto bsilu = x * sigmoid(x) + param<"alpha">(1.67) * (sigmoid(x) - 0.5);

}  // namespace ogive::activations
