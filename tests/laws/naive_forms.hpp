// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Naive forms: formulas as people write them without a thought of rounding, beside the functions that they are. One
// line for each goes in, a table of programs, texts and kernels at run time comes out: tests and sweeps walk it.
#pragma once

#include <array>
#include <cstddef>
#include <numbers>
#include <span>
#include <string_view>

#include <ogive/ogive.hpp>

namespace laws {

/// out[i] = f(in[i]) for i < n
template <class T>
using naive_kernel = void (*)(const T* in, T* out, std::size_t n);

/// A formula of x and what it is in better words; where there are none, that is the formula itself. The arrays are by
/// order of the derivative: f, f', f''.
struct naive_form {
  std::string_view text;                ///< as it was written
  std::string_view named;               ///< as it is understood
  /// What it is judged by: the formula as it was written, but for numbers with the digits of a float only, or an equal
  /// one where it would cancel in hundreds of digits.
  ogive::program (*lowered)();
  ogive::program (*rewritten)();        ///< as it is understood
  bool same[3];                         ///< is it, and its derivatives, the same program as the better words?
  naive_kernel<float> value[3];         ///< of the formula as it was written
  naive_kernel<double> named_value[3];  ///< of the better words, in double
};

namespace forms {

template <auto F, class T>
void run(const T* in, T* out, std::size_t n) {
  ogive::detail::stream<ogive::detail::executable_program<F>>(std::array<const T*, 1>{in}, std::array<T*, 1>{out}, n,
                                                              std::array<T, 0>{});
}

template <auto Naive, auto Named, auto Meant = Naive>
constexpr naive_form form() {
  using ogive::same, ogive::text;
  constexpr auto slope = derive(Naive);
  constexpr auto named_slope = derive(Named);
  constexpr auto curvature = derive(slope);
  constexpr auto named_curvature = derive(named_slope);
  return {text<Naive, ogive::rewriting::none>,
          text<Named>,
          [] { return ogive::lower(Meant); },
          [] { return ogive::thaw(ogive::program_of<Naive>); },
          {same<Naive, Named>, same<slope, named_slope>, same<curvature, named_curvature>},
          {&run<Naive, float>, &run<slope, float>, &run<curvature, float>},
          {&run<Named, double>, &run<named_slope, double>, &run<named_curvature, double>}};
}
template <auto Naive>
constexpr naive_form form() {
  return form<Naive, Naive>();
}

using namespace ogive::symbols;
inline constexpr double root_2 = std::numbers::sqrt2, half_root = 0.7071067811865475;
inline constexpr double root_2_over_pi = 0.7978845608028654;
inline constexpr auto e = exp(x);
inline constexpr auto inverse = exp(-x);
inline constexpr auto cubic = x + 0.044715 * x * x * x;
inline constexpr auto root = sqrt(x * x + 4);

// clang-format off
inline constexpr naive_form table[] = {
    // softplus, log-sigmoid, sums of exponentials
    form<log(1 + exp(x)), softplus(x)>(),
    form<log(exp(2 * x - 1) + 1), softplus(2 * x - 1)>(),
    form<-log(1 + exp(-x)), log_sigmoid(x)>(),
    form<log(sigmoid(x)), log_sigmoid(x)>(),
    form<log(1 / (1 + exp(-x))), log_sigmoid(x)>(),
    form<log(1 + exp(x)) + exp(x), softplus(x) + exp(x)>(),
    form<log(exp(x) + exp(0.5 * x - 1))>(),
    form<log(exp(x) + exp(-x))>(),
    form<log(1 - sigmoid(x)), log_sigmoid(-x), log(1 / (1 + exp(x)))>(),
    form<log1p(exp(-x)), softplus(-x)>(),
    form<log(1 + exp(x)) - x, softplus(-x)>(),
    form<3 * x - softplus(3 * x), log_sigmoid(3 * x)>(),
    // expm1, log1p
    form<exp(x) - 1, expm1(x)>(),
    form<1 - exp(-x), -expm1(-x)>(),
    form<exp(x) * exp(x) - 1, expm1(2 * x)>(),
    form<3 * exp(x) - 3, 3 * expm1(x)>(),
    form<1 + expm1(x), exp(x)>(),
    form<log(1 + x), log1p(x)>(),
    form<log(1 - x), log1p(-x)>(),
    form<log(1 + 0.25 * x), log1p(0.25 * x)>(),
    form<log(1 + square(sigmoid(x)) + sigmoid(x)), log1p(square(sigmoid(x)) + sigmoid(x))>(),
    // sigmoid
    form<1 - sigmoid(x), sigmoid(-x)>(),
    form<1 / (1 + exp(-x)), sigmoid(x)>(),
    form<1 / (1 + 1 / e), sigmoid(x)>(),
    form<exp(x) / (1 + exp(x)), sigmoid(x)>(),
    form<exp(3 * x) / (exp(3 * x) + 1), sigmoid(3 * x)>(),
    form<exp(x) / (exp(x) + exp(2 * x)), sigmoid(-x)>(),
    form<sigmoid(x) * (1 - sigmoid(x)), sigmoid(x) * sigmoid(-x)>(),
    form<sigmoid(x) - square(sigmoid(x)), sigmoid(x) * sigmoid(-x)>(),
    form<exp(-x) / square(1 + exp(-x)), sigmoid(-x) * sigmoid(x)>(),
    form<x / (1 + exp(-1.702 * x)), x * sigmoid(1.702 * x)>(),
    form<x - x / (1 + exp(x)), x * sigmoid(x)>(),
    form<exp(x) * sigmoid(-x), sigmoid(x)>(),
    form<0.5 * (1 + tanh(0.5 * x)), sigmoid(x)>(),
    form<sigmoid(x) - 0.5>(),
    form<sigmoid(x) - sigmoid(-x)>(),
    // tanh
    form<(e - inverse) / (e + inverse), tanh(x)>(),
    form<(inverse - e) / (inverse + e), -tanh(x)>(),
    form<(exp(2 * x) - 1) / (exp(2 * x) + 1), tanh(x)>(),
    form<(e * e - 1) / (e * e + 1), tanh(x)>(),
    form<(1 - exp(-2 * x)) / (1 + exp(-2 * x)), tanh(x)>(),
    form<(e - 1 / e) / (e + 1 / e), tanh(x)>(),
    form<(0.5 * (e - inverse)) / (0.5 * (e + inverse)), tanh(x)>(),
    form<2 / (1 + exp(-2 * x)) - 1, tanh(x)>(),
    form<1 - square(tanh(x)), sech2(x)>(),
    form<1 - pow(tanh(2 * x), 2), sech2(2 * x)>(),
    form<1 - sech2(x), square(tanh(x))>(),
    form<1 + tanh(x), 2 * sigmoid(2 * x)>(),
    form<1 - tanh(x), 2 * sigmoid(-2 * x)>(),
    form<tanh(x) - x>(),
    form<0.5 * x * (1 + tanh(root_2_over_pi * cubic)), x * sigmoid(2 * root_2_over_pi * cubic)>(),
    form<0.5 * x + 0.5 * x * tanh(x), x * sigmoid(2 * x)>(),
    // erf
    form<1 + erf(x), erfc(-x)>(),
    form<1 - erf(x), erfc(x)>(),
    form<0.5 * x * (1 + erf(x / root_2)), x * cdf(x)>(),
    form<x * (1 + erf(x * half_root)) / 2, x * cdf(x)>(),
    form<x / 2 * (erf(x / 1.41421356) + 1), x * cdf(x), x / 2 * (erf(x / root_2) + 1)>(),
    form<0.5 * x + 0.5 * x * erf(x / root_2), x * cdf(x)>(),
    form<0.5 * (1 - erf(x / root_2)), cdf(-x)>(),
    form<1 - cdf(x), cdf(-x)>(),
    // compositions
    form<tanh(log1p(exp(x))), tanh(softplus(x))>(),
    form<x * tanh(log(1 + exp(x))), x * tanh(softplus(x))>(),
    form<tanh(log(1 + x)), tanh(log1p(x))>(),
    form<tanh(log1p(0.5 * x))>(),
    // differences that cancel
    form<root - abs(x)>(),
    form<(x + root) / 2>(),
    form<(x - root) / 2>(),
    form<(3 * x + sqrt(9 * x * x + 4)) / 2>(),
    form<sqrt(square(3 * x) + 1) - abs(3 * x)>(),
    form<x + root>(),
    form<1 - x / root>(),
    form<x / root - sign(x)>(),
    form<3 * x / sqrt(9 * x * x + 1) - sign(3 * x)>(),
    form<1 + 3 * x / sqrt(9 * x * x + 4)>(),
    form<2 - 6 * x / sqrt(9 * x * x + 4)>(),
    form<0.4 * (sqrt(9 * x * x + 4) - 3 * x)>(),
    form<sqrt(x * x + 1) - 1>(),
    form<1 - cos(x)>(),
    form<0.5 - 0.5 * cos(x)>(),
    form<3 * cos(x) - 3>(),
    form<x - tanh(x)>(),
    // what overflows inside a function that is bounded
    form<tanh(root_2_over_pi * cubic)>(),
    form<1 / (1 + exp(-(x * x * x))), sigmoid(x * x * x)>(),
    form<erf(x * x * x)>(),
    form<1 / (1 + exp(x * x * x - x)), sigmoid(x - x * x * x)>(),
    form<x * x * x / (1 + abs(x * x * x))>(),
    form<1 / (1 + x * x * x * x)>(),
};
// clang-format on

}  // namespace forms

/// All naive forms.
inline std::span<const naive_form> naive_forms() { return forms::table; }

}  // namespace laws
