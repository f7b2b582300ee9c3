// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Functions of a whole row of a matrix: probabilities and normalisations. Where a row's maximum is
// only subtracted to keep exponentials small, no derivative passes it, because it cancels.
#pragma once

#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)
///
/// The probabilities of a row of logits; −∞ masks an entry. A row of nothing but −∞ gives NaN, as in PyTorch.
/// Bridle 1990, NATO ASI Series F 68.
inline constexpr auto softmax = exp(x - stop(row_max(x))) / row_sum(exp(x - stop(row_max(x))));

/// softmin(x)ᵢ = exp(−xᵢ) / Σⱼ exp(−xⱼ)
///
/// The softmax of −x: the smallest entry gets the greatest weight. PyTorch's Softmin.
inline constexpr auto softmin = softmax(-x);

/// log_softmax(x)ᵢ = xᵢ − ln Σⱼ exp(xⱼ)
///
/// The logarithms of softmax, exact where a probability underflows.
/// Bridle 1990, NATO ASI Series F 68.
inline constexpr auto log_softmax = x - stop(row_max(x)) - log(row_sum(exp(x - stop(row_max(x)))));

/// log_sum_exp(x) = ln Σⱼ exp(xⱼ)
///
/// A smooth maximum, one number for each row; its gradient is softmax. A row of nothing but −∞ gives NaN.
/// Boyd, Vandenberghe 2004, Convex Optimization.
inline constexpr auto log_sum_exp = stop(row_max(x)) + log(row_sum(exp(x - stop(row_max(x)))));

/// rms_norm(x)ᵢ = weight · xᵢ / √(mean x² + ε)
///
/// A row brought to mean square 1; the weight is one per channel. ε = 2⁻²³, the distance of floats at 1, PyTorch's
/// choice for float; language models take 10⁻⁵ or 10⁻⁶.
/// Zhang, Sennrich 2019, arXiv:1910.07467.
inline constexpr auto rms_norm = param<"weight">(1) * x / sqrt(row_mean(square(x)) + param<"epsilon">(0x1p-23));

/// layer_norm(x)ᵢ = weight · (xᵢ − mean x) / √(var x + ε) + bias
///
/// A row brought to mean 0 and variance 1; weight and bias are one per channel. The variance is that of n, not n − 1,
/// entries; ε = 10⁻⁵ as in PyTorch. Ba, Kiros, Hinton 2016, arXiv:1607.06450.
inline constexpr auto layer_norm =
    param<"weight">(1) * (x - row_mean(x)) / sqrt(row_mean(square(x - row_mean(x))) + param<"epsilon">(1e-5)) +
    param<"bias">(0);

}  // namespace ogive::activations

namespace ogive::detail {

/// x / √(mean x² + ε): a row brought to mean square 1.
inline constexpr auto of_unit_size = symbols::x / sqrt(row_mean(square(symbols::x)) + symbols::param<"epsilon">(1e-6));

}  // namespace ogive::detail

namespace ogive::activations {

/// poly_norm(x) = w1·n(x) + w2·n(x²) + w3·n(x³) + bias with n(u) = u / √(mean u² + ε)
///
/// A cubic whose powers are normalised over the row, weighted equally at first; ε = 10⁻⁶.
/// Zhuo, Wang, Zeng, Li, Zhou, Ma 2024, arXiv:2411.03884 (PolyCom).
inline constexpr auto poly_norm = param<"w1">(1 / 3.0) * detail::of_unit_size +
                                  param<"w2">(1 / 3.0) * detail::of_unit_size(square(x)) +
                                  param<"w3">(1 / 3.0) * detail::of_unit_size(cube(x)) + param<"bias">(0);

}  // namespace ogive::activations
