// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. static_assert(verified<f>): a formula goes in, true comes out, or an error of the compiler that
// names the point, both numbers and the rule.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/evaluate.hpp>
#include <ogive/verify/check.hpp>
#include <ogive/verify/check_rows.hpp>
#include <ogive/verify/finding.hpp>

namespace ogive {
namespace detail {

/// The program that backward runs: value and every derivative.
template <auto F>
constexpr void run_kernels(const double* inputs, double* out) {
  constexpr const auto& program = executable_program<F, beside_value::all_derivatives>;
  std::array<double, program.inputs.size()> in{};
  for (std::size_t k = 0; k != in.size(); ++k) in[k] = inputs[k];
  const auto results = run<program>(in, bound_parameters<program, double>());
  for (std::size_t k = 0; k != results.size(); ++k) out[k] = results[k];
}

template <auto F>
constexpr written_formula written_of() {
  constexpr const auto& program = written_program<F>;
  return {program_view(program), program.inputs.size(), program.parameters.size(), initial_parameters<F>.data()};
}
template <auto F>
constexpr checked_formula checked() {
  return {written_of<F>(), program_view(derived_program<F, beside_value::all_derivatives>),
          written_program<F>.results.size(), &run_kernels<F>};
}

// constants of their own, so that each stays below the compilers' limits for one
template <auto F>
inline constexpr std::size_t points_in_a_part = derived_program<F, beside_value::all_derivatives>.code.size() < 100 ? 6
                                                                                                                    : 1;
template <auto F>
constexpr std::size_t parts_of(std::size_t count) {
  return (count + points_in_a_part<F> - 1) / points_in_a_part<F>;
}

template <auto F, std::size_t Axis, std::size_t Part>
inline constexpr kink_list kinks_in_part = kinks_on_axis(written_of<F>(), Axis, Part* points_in_a_part<F>,
                                                         (Part + 1) * points_in_a_part<F>);

template <auto F, std::size_t Axis, std::size_t... Part>
constexpr line_points collect_points(std::index_sequence<Part...>) {
  line_points points{{}, Axis};
  (points.kinks.append(kinks_in_part<F, Axis, Part>), ...);
  return points;
}
template <auto F, std::size_t Axis>
inline constexpr line_points points_of =
    collect_points<F, Axis>(std::make_index_sequence<parts_of<F>(kink_intervals)>{});

template <auto F, std::size_t Axis, std::size_t Part>
inline constexpr part_result part_of = check_part(checked<F>(), points_of<F, Axis>, Part* points_in_a_part<F>,
                                                  (Part + 1) * points_in_a_part<F>);

template <auto F, std::size_t Axis, std::size_t... Part>
constexpr part_result check_axis(std::index_sequence<Part...>) {
  part_result all;
  const auto take = [&](const part_result& part) {
    if (all.first.what == found::nothing) all.first = part.first;
    all.decided += part.decided;
  };
  (take(part_of<F, Axis, Part>), ...);
  return all;
}

template <auto F, std::size_t... Axis>
constexpr part_result check_axes(std::index_sequence<Axis...>) {
  part_result all;
  std::size_t points = 0;
  const auto take = [&](const part_result& axis, std::size_t size) {
    if (all.first.what == found::nothing) all.first = axis.first;
    all.decided += axis.decided;
    points += size;
  };
  (take(check_axis<F, Axis>(std::make_index_sequence<parts_of<F>(points_of<F, Axis>.size())>{}),
        points_of<F, Axis>.size()),
   ...);
  if (all.first.what == found::nothing && 4 * all.decided < points) all.first.what = found::too_few_numbers;
  return all;
}

template <auto F>
struct row_product {
  constexpr program operator()() const {
    const program value = thaw(program_of<F>);
    return vector_jacobian_product(value, every_symbol(value), 0);
  }
};
template <auto F>
inline constexpr auto row_product_program = freeze<row_product<F>{}>();
template <auto F, std::size_t Sample>
inline constexpr finding row_finding =
    check_row({written_of<F>(), program_view(row_product_program<F>), written_program<F>.results.size()}, Sample);

template <auto F, std::size_t... Sample>
constexpr finding check_rows(std::index_sequence<Sample...>) {
  finding first;
  const auto take = [&](const finding& f) {
    if (first.what == found::nothing) first = f;
  };
  (take(row_finding<F, Sample>), ...);
  return first;
}

template <auto F>
constexpr finding find_first() {
  using E = std::remove_cv_t<decltype(F)>;
  if constexpr (reads_rows<E>) return check_rows<F>(std::make_index_sequence<row_sample_count>{});
  else return check_axes<F>(std::make_index_sequence<inputs_of<E>.size>{}).first;
}
template <auto F>
inline constexpr finding finding_of = find_first<F>();

template <auto F>
constexpr bool verify_at_compile_time() {
  if constexpr (finding_of<F>.what == found::nothing) return true;
  else return report_finding<F, finding_of<F>>();
}

}  // namespace detail

/// True if f and its derivatives by every input and parameter are right; else an error of the compiler that names the
/// point, what was derived there, what the differences of f say, and the rule at fault:
/// `static_assert(verified<swish>)`.
///
/// The derived formulas are compared, in numbers of 113 bits, with differences of the value of f as it was written, at
/// 43 points from −10¹⁰ to 10¹⁰ and on both sides of each kink between two of them that take different branches, to
/// 1e-10 of the derivative; at a tie they must lie between the derivatives of the pieces that meet there. Two kinks
/// between neighbours, and those beyond ±127, are not seen: `verify` looks closer. The kernels in double are compared
/// with the formulas, to 1e-12 or 2⁷ roundings of the terms. Of a formula over rows the vector-Jacobian product is
/// compared, for rows of three columns. Parameters have their initial values. What `stop` and `with_gradient` say is a
/// claim about the value: a formula with a surrogate gradient is not verified.
template <auto F>
requires computable<std::remove_cvref_t<decltype(F)>>
inline constexpr bool verified = detail::verify_at_compile_time<F>();

}  // namespace ogive
