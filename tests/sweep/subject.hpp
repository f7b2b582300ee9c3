// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What is swept: each elementary function of the language, and each activation of the catalogue with its derivatives,
// as its float kernel, a fast reference in double, and its program for a slow one.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <ogive/calculus/adjoint.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/kernel/map.hpp>
#include <ogive/program/lower.hpp>
#include <ogive/program/primitives.hpp>

#include "catalogue/table.hpp"
#include "long_double.hpp"
#include "sweep/multiprecision.hpp"
#include "sweep/steps.hpp"

namespace ogive::sweep {

/// out[r][i] = result r at (in[0][i], in[1][i], …)
template <class T>
using pass = std::function<void(const T* const* in, T* const* out, std::size_t n, const T* parameters)>;

/// A function with its derivatives by the inputs.
struct subject {
  std::string name;
  std::size_t inputs = 1;
  std::vector<std::string> results{};  ///< value, by x, by y
  std::vector<program> exact{};        ///< a program for each result, nothing in it rewritten
  std::vector<parameter_slot> parameters{};
  bool elementary = false;
  double bound = 4;  ///< in ULP, of float
  double bound_of_double = 4;
  double low = -30, high = 30;                                   ///< where a part of random points lies
  double exact_up_to = std::numeric_limits<double>::infinity();  ///< |x| to which many digits can judge
  pass<float> of_float{};
  pass<double> of_double{};
  pass<double> reference{};         ///< fast; good for judging floats
  long_function in_long = nullptr;  ///< fast; good for judging doubles
  const catalogue::record* record = nullptr;

  /// The name, and for functions of the language that they are none of the catalogue.
  [[nodiscard]] std::string label() const { return elementary ? name + "()" : name; }

  /// The initial values as the float kernels get them.
  [[nodiscard]] std::vector<double> initial_values() const {
    std::vector<double> values;
    for (const parameter_slot& p : parameters) values.push_back(static_cast<double>(static_cast<float>(p.initial)));
    return values;
  }
  /// Other values of the same sign, at which nothing is special.
  [[nodiscard]] std::vector<double> other_values() const {
    std::vector<double> values;
    for (const parameter_slot& p : parameters)
      values.push_back(1.21875 * static_cast<double>(static_cast<float>(p.initial)) +
                       (p.initial < 0 ? -0.0625 : 0.0625));
    for (double& v : values) v = static_cast<double>(static_cast<float>(v));
    return values;
  }
};

namespace detail {

template <operation Op>
subject elementary_subject(double bound, double bound_of_double, double low, double high) {
  static constexpr auto formula = word<Op>(symbols::x);
  subject s{.name = std::string(rule_of(Op).name),
            .results = {"value"},
            .elementary = true,
            .bound = bound,
            .bound_of_double = bound_of_double,
            .low = low,
            .high = high};
  s.exact.push_back(lower(formula));
  s.in_long = in_long_double(Op);
  const auto run = []<class T>(const T* const* in, T* const* out, std::size_t n, const T*) {
    ogive::detail::stream<ogive::detail::executable_program<formula>>(std::array{in[0]}, std::array{out[0]}, n,
                                                                      std::array<T, 0>{});
  };
  s.of_float = [run](const float* const* in, float* const* out, std::size_t n, const float* p) { run(in, out, n, p); };
  s.of_double = [run](const double* const* in, double* const* out, std::size_t n, const double* p) {
    run(in, out, n, p);
  };
  s.reference = [](const double* const* in, double* const* out, std::size_t n, const double*) {
    for (std::size_t i = 0; i != n; ++i) out[0][i] = apply_operation(Op, std::array<double, 4>{in[0][i]});
  };
  return s;
}

inline subject catalogue_subject(const catalogue::record& r) {
  subject s{.name = std::string(r.name), .inputs = r.inputs.size(), .results = {"value"}, .record = &r};
  const program value = r.lowered();
  s.exact.push_back(value);
  for (std::size_t k = 0; k != r.inputs.size(); ++k) {
    const symbol_slot by{operation::input, static_cast<int>(k)};
    constexpr std::uint64_t no_channels = 0;
    s.results.push_back("by " + std::string(r.inputs[k]));
    s.exact.push_back(r.over_rows ? vector_jacobian_product(value, {by}, no_channels)
                                  : differentiate(value, {by}, false));
  }
  s.parameters.assign(r.parameters.begin(), r.parameters.end());
  if (!r.over_rows) {
    // the value is that of a pass of its own, as `map` has it: beside derivatives its formula may be another
    const auto passes = [](const auto& kernels) {
      return [&kernels](const auto* const* in, auto* const* out, std::size_t n, const auto* parameters) {
        kernels.value_with_derivatives(in, out, n, parameters);
        kernels.value(in, out, n, parameters);
      };
    };
    s.of_float = passes(r.for_float);
    s.of_double = s.reference = passes(r.for_double);
  }
  return s;
}

}  // namespace detail

/// With the bounds that `kernel/` promises, in float and in double.
inline std::vector<subject> elementary_subjects() {
  using detail::elementary_subject;
  using enum operation;
  return {elementary_subject<exp>(2, 2, -750, 712),     elementary_subject<expm1>(2, 2, -40, 712),
          elementary_subject<log>(2, 2, 0, 16),         elementary_subject<log1p>(2, 2, -1, 16),
          elementary_subject<sqrt>(0.5, 0.5, 0, 16),    elementary_subject<tanh>(3, 3, -22, 22),
          elementary_subject<sech2>(4, 4, -375, 375),   elementary_subject<sigmoid>(2, 2, -750, 40),
          elementary_subject<softplus>(2, 2, -750, 40), elementary_subject<erf>(3, 2, -6, 6),
          elementary_subject<erfc>(4, 3, -6, 28),       elementary_subject<pdf>(4, 4, -39, 39),
          elementary_subject<cdf>(4, 4, -39, 9),        elementary_subject<sin>(2, 2, -200, 200),
          elementary_subject<cos>(2, 2, -200, 200),     elementary_subject<atan>(4, 4, -9, 9),
          elementary_subject<asinh>(4, 4, -9, 9)};
}

/// All activations.
inline std::vector<subject> catalogue_subjects() {
  std::vector<subject> all;
  for (const catalogue::record& r : catalogue::table()) all.push_back(detail::catalogue_subject(r));
  return all;
}

/// A program at one point, in many digits.
template <int Bits>
multiprecision<Bits> exact_value(const program& p, const double* x, std::size_t inputs,
                                 const std::vector<double>& parameters) {
  using number = multiprecision<Bits>;
  typename steps<number>::columns columns;
  for (std::size_t k = 0; k != inputs; ++k) columns.push_back({number(x[k])});
  return steps<number>(p, columns, {parameters.begin(), parameters.end()}).result()[0];
}

}  // namespace ogive::sweep
