// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. map_rows and backward_rows: a formula over the rows of matrices, with reductions over a row. Calls
// are checked by row_calls.hpp; run_rows.hpp is the loop.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/row_calls.hpp>

namespace ogive {
namespace detail {

template <auto F, fixed_string... PerChannel>
constexpr std::uint64_t channels_of_names() {
  return (std::uint64_t{0} | ... | (std::uint64_t{1} << (parameter_slot_of<program_of<F>>(PerChannel.view()) & 63)));
}

}  // namespace detail

/// How many numbers a row of f keeps for backward; the parameters named are bound to a value for each column:
/// `row_number_count<layer_norm, "weight", "bias">`.
template <auto F, fixed_string... PerChannel>
inline constexpr std::size_t row_number_count =
    detail::keeping_row_program<F, detail::channels_of_names<F, PerChannel...>()>.results.size() -
    program_of<F>.results.size();

/// Memory of rows · row_number_count<f> numbers. map_rows keeps there what backward_rows then need not compute anew:
/// with it the backward of softmax passes a row twice, without it three times.
template <contiguous_range R>
constexpr auto row_numbers(R&& range) {
  using element = std::remove_pointer_t<decltype(std::data(range))>;
  return detail::row_number_range<element>{std::data(range), static_cast<std::size_t>(std::size(range))};
}

/// out(i, j) = f(row i)(j) for a formula of whole rows, such as `exp(x - row_max(x)) / row_sum(exp(x - row_max(x)))`; a
/// formula that is one number for a row, such as `row_mean(square(x - y))`, makes out[i]. With several inputs
/// map_rows<f>(in_x, in_y, …, out). Bindings come last: `param<"weight"> = 0.5f`, or `= range` with one value for each
/// column.
///
/// Matrices are row-major, of float or double, of one shape: matrix_view, as_rows(range, columns), a class with data(),
/// rows(), columns() or cols(), an array of arrays; a plain range is one row. An output may be the very memory of an
/// input. A row is passed once more for each reduction that waits for another: softmax takes three passes. A last
/// argument row_numbers(memory) keeps what backward_rows can use.
/// Errors: ogive::error for shapes that differ, ranges that overlap otherwise, rows without columns.
template <auto F, class... Args>
void map_rows(Args&&... args) {
  constexpr std::size_t inputs = program_of<F>.inputs.size(), results = program_of<F>.results.size();
  constexpr detail::misuse wrong = detail::check_row_types<Args...>(inputs, results);
  static_assert(
      wrong != detail::misuse::element,
      "ogive::map_rows<f>(in..., out, bindings...): pass row-major matrices of float or double, then bindings "
      "param<...> = value");
  static_assert(
      wrong != detail::misuse::count,
      "ogive::map_rows<f>(in..., out, bindings...): pass one matrix for each input of f, then one for each result");
  static_assert(
      wrong != detail::misuse::mixed,
      "ogive::map_rows<f>(in..., out, bindings...): the matrices mix float and double; pass one element type");
  static_assert(wrong != detail::misuse::constant,
                "ogive::map_rows<f>(in..., out, bindings...): out is const; pass a matrix that can be written to");
  if constexpr (wrong == detail::misuse::none) {
    using T = typename detail::first_matrix<Args...>::element;
    constexpr std::uint64_t channels = detail::bound_channels<program_of<F>, Args...>();
    constexpr bool keeps = (detail::is_row_numbers<std::remove_cvref_t<Args>> || ...);
    constexpr const auto& program = []() -> const auto& {
      if constexpr (keeps) return detail::keeping_row_program<F, channels>;
      else return detail::row_program<F, channels>;
    }
    ();
    detail::map_matrices<program, channels, T>("ogive::map_rows<f>(in..., out)",
                                               detail::matrices_of<T, inputs + results>(args...), args...);
  }
}

/// The value of a formula that is one number for a row, a loss, and its gradient by the first input, in one call:
/// out[i] = f(row i) and grad(i, k) = upstream[i] · ∂f(row i)/∂x(i, k). What the two share is computed once.
///
/// map_rows_with_gradient<f>(in_x, in_y, …, upstream, out, grad), bindings last. `upstream` and `out` have one element for
/// each row; matrices, bindings of one value, and errors as for map_rows. grad may be the very memory of an input.
template <auto F, class... Args>
void map_rows_with_gradient(Args&&... args) {
  constexpr std::size_t inputs = program_of<F>.inputs.size();
  constexpr detail::misuse wrong = detail::check_row_types<Args...>(inputs + 1, 2);
  static_assert(wrong != detail::misuse::element,
                "ogive::map_rows_with_gradient<f>(in..., upstream, out, grad, bindings...): pass row-major matrices of "
                "float or double, then bindings param<...> = value");
  static_assert(wrong != detail::misuse::count,
                "ogive::map_rows_with_gradient<f>(in..., upstream, out, grad, bindings...): pass one matrix for each "
                "input of f, the upstream of each row, the values and the gradient");
  static_assert(wrong != detail::misuse::mixed,
                "ogive::map_rows_with_gradient<f>(in..., upstream, out, grad, bindings...): the matrices mix float and "
                "double; pass one element type");
  static_assert(wrong != detail::misuse::constant,
                "ogive::map_rows_with_gradient<f>(in..., upstream, out, grad, bindings...): out or grad is const; pass "
                "matrices that can be written to");
  if constexpr (wrong == detail::misuse::none) {
    using T = typename detail::first_matrix<Args...>::element;
    static_assert(program_of<F>.results.size() == 1 && !detail::results_of_columns<program_of<F>, 0>()[0],
                  "ogive::map_rows_with_gradient<f>: f is not one number for a row; use map_rows and backward_rows");
    detail::map_matrices<detail::row_program_with_gradient<F>, 0, T, 1>(
        "ogive::map_rows_with_gradient<f>(in..., upstream, out, grad)",
        detail::matrices_of<T, inputs + 3>(args...), args...);
  }
}

/// grad = the vector-Jacobian product of f with upstream, row by row: for one input
/// grad(i, k) = Σⱼ upstream(i, j) · ∂f(row i)(j)/∂x(i, k). With several inputs and results
/// backward_rows<f>(in_x, …, upstream_f, …, grad_x, …). The upstream of one number for a row has one element for each
/// row. Returns the gradients of the parameters, `g[param<"epsilon">]`, summed over all rows in the same pass, in
/// ascending order, in double. That of a parameter bound to a range goes where `gradient<"weight"> = sums` says, added
/// row by row.
///
/// Matrices, bindings and errors as for map_rows; grad may be the very memory of in or of upstream.
template <auto F, class... Args>
auto backward_rows(Args&&... args) {
  constexpr std::size_t inputs = program_of<F>.inputs.size(), results = program_of<F>.results.size();
  constexpr detail::misuse wrong = detail::check_row_types<Args...>(inputs + results, inputs);
  static_assert(
      wrong != detail::misuse::element,
      "ogive::backward_rows<f>(in..., upstream, grad..., bindings...): pass row-major matrices of float or double, "
      "then bindings param<...> = value");
  static_assert(
      wrong != detail::misuse::count,
      "ogive::backward_rows<f>(in..., upstream, grad..., bindings...): pass one matrix for each input of f, the "
      "upstream of each result, and one matrix for each gradient");
  static_assert(
      wrong != detail::misuse::mixed,
      "ogive::backward_rows<f>(in..., upstream, grad..., bindings...): the matrices mix float and double; pass one "
      "element type");
  static_assert(
      wrong != detail::misuse::constant,
      "ogive::backward_rows<f>(in..., upstream, grad..., bindings...): grad is const; pass a matrix that can be "
      "written to");
  if constexpr (wrong == detail::misuse::none) {
    using T = typename detail::first_matrix<Args...>::element;
    constexpr std::uint64_t channels = detail::bound_channels<program_of<F>, Args...>();
    constexpr bool kept = (detail::is_row_numbers<std::remove_cvref_t<Args>> || ...);
    constexpr const auto& program = []() -> const auto& {
      if constexpr (kept) return detail::kept_row_gradient_program<F, channels>;
      else return detail::row_gradient_program<F, channels>;
    }
    ();
    return detail::backward_matrices<F, program, channels, T>("ogive::backward_rows<f>(in..., upstream, grad...)",
                                                              detail::matrices_of<T, 2 * inputs + results>(args...),
                                                              args...);
  }
}

}  // namespace ogive
