// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. verify<f>(options): a formula goes in, a report comes out. The same for a derivative that was
// written by hand, of a formula or of any function.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/kernel/map.hpp>
#include <ogive/print/text.hpp>
#include <ogive/verify/callable.hpp>
#include <ogive/verify/formula.hpp>
#include <ogive/verify/inspect.hpp>
#include <ogive/verify/measure.hpp>
#include <ogive/verify/report.hpp>
#include <ogive/verify/verified.hpp>

namespace ogive {
namespace detail {

inline report inspect(const subject& s, const verify_options& options) {
  report r;
  r.of = s.name;
  r.reference = s.reference;
  std::vector<double> first_axis;
  for (std::size_t axis = 0; axis != s.inputs; ++axis) {
    std::vector<double> places = places_of(s, options);
    const kink_list kinks = places.empty() ? kink_list{} : s.find_kinks(axis, places);
    for (std::size_t k = 0; k != kinks.size; ++k) {
      const double at = kinks.at[k], step = std::max(std::abs(at), 1e-3) * 0x1p-20;
      for (const double x : {at - step, at + step}) places.push_back(s.rounded(x));
    }
    std::sort(places.begin(), places.end());
    // along another input only its own derivative, lest a report repeat itself
    for (symbol_place k = 0; k != s.symbols.size(); ++k) {
      if (k < s.inputs ? k == axis : axis == 0) r.derivatives.push_back(inspect_derivative(s, k, axis, places));
    }
    for (kink_report& k : inspect_kinks(s, axis, kinks)) r.kinks.push_back(std::move(k));
    if (axis == 0) first_axis = places;
  }
  for (const measured_function& f : s.measured) r.accuracy.push_back(measure_accuracy(s, f, options));
  r.overflows = find_overflows(s, first_axis);
  r.specials = find_specials(s);
  if (first_axis.empty()) return r;  // nothing lies between the bounds; no derivative counts as right
  r.shape = find_shape(s, first_axis);
  for (const overflow_report& o : r.overflows)
    r.shape.bounded = r.shape.bounded && !(o.of == "f" && std::isinf(o.computed));
  bool constant = true;
  const double slope = s.at(s.point(0, first_axis[0]))[1];
  for (const double x : first_axis) constant = constant && s.at(s.point(0, x))[1] == slope;
  r.passes_nan = std::isnan(r.specials[0].value) && (constant || std::isnan(r.specials[0].derivative));
  return r;
}

/// The subject of a formula, but for the functions to check. `OurDerivative`: they are those that the library derived.
template <auto F, bool OurDerivative>
subject subject_of() {
  static_assert(!reads_rows<std::remove_cv_t<decltype(F)>>,
                "ogive::verify<f>(): f reads rows (row_sum, row_max, row_mean) and has no derivative of one number; "
                "write static_assert(ogive::verified<f>), which checks its vector-Jacobian product");
  static_assert(result_count<std::remove_cv_t<decltype(F)>> == 1,
                "ogive::verify<f>(): f is results(...); verify each formula by itself");
  program derived;
  if constexpr (OurDerivative) derived = thaw(derived_program<F, beside_value::all_derivatives>);
  subject s = formula_subject(thaw(written_program<F>), std::move(derived));
  s.name = std::string(text<F>);
  return s;
}

/// Along the first input, the others elsewhere.
template <const auto& Program, class T>
void run_pass(const T* in, T* out, std::size_t n) {
  constexpr std::size_t inputs = Program.inputs.size() > 1 ? Program.inputs.size() : 1;
  std::array<std::vector<T>, inputs> others;
  std::array<const T*, inputs> from{in};
  for (std::size_t k = 1; k != inputs; ++k) {
    others[k].assign(n, static_cast<T>(elsewhere(k)));
    from[k] = others[k].data();
  }
  stream<Program>(from, std::array<T*, 1>{out}, n, bound_parameters<Program, T>());
}

template <auto F>
measured_function measured(std::string name, int order) {
  constexpr const auto& program = executable_program<F>;
  return {std::move(name), &run_pass<program, float>, &run_pass<program, double>, order};
}

/// Is the derivative a function of as many inputs as f? Of fewer, its first may be another.
template <auto F>
inline constexpr bool keeps_inputs =
    inputs_of<std::remove_cv_t<decltype(F)>>.size == 1 ||
    executable_program<derive(derive(F))>.inputs.size() == inputs_of<std::remove_cv_t<decltype(F)>>.size;

template <auto F>
inline constexpr std::size_t symbol_count = written_program<F>.inputs.size() + written_program<F>.parameters.size();

template <auto F>
void compute_derivatives(const double* inputs, double* out) {
  run_kernels<F>(inputs, out);
}

}  // namespace detail

/// What can be found out about f: its derivatives by each input and parameter, compared with differences of its value
/// in numbers of 113 bits; its kinks; the accuracy of f, f' and f'' in float; overflow, special inputs, shape.
///
/// Parameters have their initial values; further inputs stand still while one runs through the range. Derivatives are
/// checked in double. f, f' and f'' by the first input are measured by the loops that map runs; of several inputs f'
/// and f'' only if those are functions of all of them.
template <auto F>
report verify(const verify_options& options = {}) {
  detail::subject s = detail::subject_of<F, true>();
  s.compute = &detail::compute_derivatives<F>;
  if constexpr (detail::inputs_of<std::remove_cv_t<decltype(F)>>.size != 0) {
    s.measured.push_back(detail::measured<F>("f", 0));
    if constexpr (detail::occurs<input_symbol<"x">, std::remove_cv_t<decltype(F)>>) {
      if constexpr (detail::keeps_inputs<F>) {
        s.measured.push_back(detail::measured<derive(F)>("f'", 1));
        s.measured.push_back(detail::measured<derive(derive(F))>("f''", 2));
      }
    }
  }
  return detail::inspect(s, options);
}

/// The same for a derivative of f by its one input that was written by hand: float → float or double → double, in whose
/// type it is checked.
template <auto F, class Derivative>
requires std::invocable<Derivative&, double> report verify(Derivative derivative, const verify_options& options = {}) {
  using T = detail::number_of<Derivative>;
  detail::subject s = detail::subject_of<F, false>();
  static_assert(
      detail::inputs_of<std::remove_cv_t<decltype(F)>>.size == 1,
      "ogive::verify<f>(derivative): f has several inputs; bind all but one, as in verify<f(x, 2)>(derivative)");
  s.symbols.resize(1);
  s.unit = detail::unit_of<T>;
  s.compute = [derivative](const double* in, double* out) mutable {
    std::array<double, 1 + detail::symbol_count<F>> all{};
    detail::run_kernels<F>(in, all.data());
    out[0] = all[0];
    out[1] = static_cast<double>(derivative(static_cast<T>(in[0])));
  };
  return detail::inspect(s, options);
}

/// The same for any function and its derivative. The value is compared with its own differences in the widest type that
/// it takes and returns: long double, double or float; the narrower that is, the more points are undecided. One point
/// alone between right ones is taken for rounding inside the function.
template <class Value, class Derivative>
requires std::invocable<Value&, double> && std::invocable<Derivative&, double> report
verify(Value value, Derivative derivative, const verify_options& options = {}) {
  using T = detail::number_of<Derivative>;
  detail::subject s = detail::callable_subject(value);
  s.unit = detail::unit_of<T>;
  s.compute = [value, derivative](const double* in, double* out) mutable {
    out[0] = static_cast<double>(value(static_cast<T>(in[0])));
    out[1] = static_cast<double>(derivative(static_cast<T>(in[0])));
  };
  return detail::inspect(s, options);
}

}  // namespace ogive
