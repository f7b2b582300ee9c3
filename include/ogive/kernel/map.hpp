// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. map and map_with_derivative: a formula over ranges in one pass, a register at a time; the tail
// goes through the same code. No allocation, no exception and no lock once the loop has begun.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/kernel/bind.hpp>
#include <ogive/kernel/execute.hpp>
#include <ogive/kernel/row_calls.hpp>

namespace ogive {
namespace detail {

template <class V, class T, std::size_t N>
OGIVE_INLINE std::array<V, N> broadcast_each(const std::array<T, N>& values) {
  std::array<V, N> registers{};
  for (std::size_t i = 0; i != N; ++i) registers[i] = broadcast<V>(static_cast<double>(values[i]));
  return registers;
}

/// How many of `count` elements are in the register that begins at one of them.
constexpr std::size_t lanes_within(std::size_t count, std::size_t begin, std::size_t width) {
  return count < begin ? 0 : count - begin < width ? count - begin : width;
}

/// How many registers go through a program side by side: a long chain of steps leaves units of the machine idle. A short
/// one does not, nor do two of them whose values do not fit the machine's registers.
template <const auto& Program, class T>
inline constexpr std::size_t registers_together =
    !runs_in_double<Program, T>() && Program.results.size() == 2 && Program.inputs.size() == 1 ? 2 : 1;

/// out[r][i] = result r of the program at (in[0][i], in[1][i], …) for i < n. The tail runs through the loop once more,
/// by way of a block of memory: a second copy of the program would take as long to compile as the first.
template <const auto& Program, class T, std::size_t Inputs, std::size_t Results>
void stream(std::array<const T*, Inputs> in, std::array<T*, Results> out, std::size_t n,
            const std::array<T, Program.parameters.size()>& parameters) {
  using V = native_batch<T>;
  constexpr std::size_t together = registers_together<Program, T>, width = lanes<V>, block = together * width;
  const auto p = broadcast_each<V>(parameters);
  const std::size_t rest = n % block, whole = n - rest;
  T tail[Inputs + Results][block];
  const auto target = out;
  for (std::size_t end = whole;; end = block) {
    for (std::size_t i = 0; i != end; i += block) {
      std::array<std::array<V, Inputs>, together> inputs;
      for (std::size_t t = 0; t != together; ++t) {
        for (std::size_t k = 0; k != Inputs; ++k) inputs[t][k] = detail::load<V>(in[k] + i + t * width);
      }
      const auto results = run_together<Program>(inputs, p);
      for (std::size_t t = 0; t != together; ++t) {
        for (std::size_t r = 0; r != Results; ++r) detail::store(out[r] + i + t * width, results[t][r]);
      }
    }
    if (rest == 0 || out != target) break;
    for (std::size_t k = 0; k != Inputs; ++k) {
      for (std::size_t begin = 0; begin != block; begin += width)
        detail::store(tail[k] + begin, detail::load_partial<V>(in[k] + whole + begin, lanes_within(rest, begin, width), T{0}));
      in[k] = tail[k];
    }
    for (std::size_t r = 0; r != Results; ++r) out[r] = tail[Inputs + r];
  }
  for (std::size_t r = 0; rest != 0 && r != Results; ++r) {
    for (std::size_t begin = 0; begin < rest; begin += width)
      detail::store_partial(target[r] + whole + begin, detail::load<V>(tail[Inputs + r] + begin),
                            lanes_within(rest, begin, width));
  }
}

/// Takes a call's ranges apart and runs a loop over them: one function for all formulas of a signature.
template <class T, std::size_t Inputs, std::size_t Results, std::size_t Parameters, class... Args>
[[gnu::noinline]] void check_and_stream(const char* call,
                                        void (*loop)(std::array<const T*, Inputs>, std::array<T*, Results>, std::size_t,
                                                     const std::array<T, Parameters>&),
                                        const std::array<T, Parameters>& parameters, const Args&... args) {
  const auto views = views_of<T, Inputs + Results>(args...);
  check_ranges(call, Inputs, views);
  std::array<const T*, Inputs> in{};
  std::array<T*, Results> out{};
  for (std::size_t k = 0; k != Inputs; ++k) in[k] = views.data[k];
  for (std::size_t r = 0; r != Results; ++r) out[r] = views.data[Inputs + r];
  loop(in, out, views.size[Inputs], parameters);
}

/// Streams a program over the ranges of a call; over their rows if a parameter has a value for each channel.
template <const auto& Program, class T, class... Args>
void stream_over(const char* call, const Args&... args) {
  constexpr std::uint64_t per_channel = bound_channels<Program, Args...>();
  if constexpr (per_channel != 0) map_channels<Program, per_channel, T>(call, args...);
  else
    check_and_stream<T, Program.inputs.size(), Program.results.size(), Program.parameters.size()>(
        call, &stream<Program, T, Program.inputs.size(), Program.results.size()>, bound_parameters<Program, T>(args...),
        args...);
}

/// Rows are another kind of call.
template <class F>
constexpr void refuse_rows() {
  static_assert(!reads_rows<F>,
                "ogive::map<f>, map_with_derivative<f>, backward<f>: f reads rows (row_sum, row_max, row_mean); write "
                "map_rows<f>(matrix..., out) and backward_rows<f>(matrix..., upstream, grad...)");
}

}  // namespace detail

/// out[i] = f(in[i]); with several inputs map<f>(in_x, in_y, …, out), with several results map<results(f, g)>(in,
/// out_f, out_g). Bindings such as `param<"slope"> = 0.1f` come last. With `param<"slope"> = slopes`, a range of c
/// values, the ranges are rows of c columns, one after the other, and column j has the value slopes[j].
///
/// Ranges are contiguous, of one element type (float or double) and one length; out may be the very memory of an input.
/// Errors: ogive::error if lengths differ or ranges overlap otherwise.
template <auto F, class... Args>
void map(Args&&... args) {
  detail::refuse_rows<std::remove_cvref_t<decltype(F)>>();
  constexpr const auto& program = detail::program_of_call<F, detail::beside_value::nothing, Args...>;
  constexpr detail::misuse wrong = detail::check_types<Args...>(program.inputs.size(), program.results.size());
  static_assert(wrong != detail::misuse::element,
                "ogive::map<f>(in..., out, bindings...): pass contiguous ranges of float or double, then bindings "
                "param<...> = value");
  static_assert(wrong != detail::misuse::count,
                "ogive::map<f>(in..., out, bindings...): pass one range for each input of f, then one for each result");
  static_assert(wrong != detail::misuse::mixed,
                "ogive::map<f>(in..., out, bindings...): the ranges mix float and double; pass one element type");
  static_assert(wrong != detail::misuse::constant,
                "ogive::map<f>(in..., out, bindings...): out is const; pass a range that can be written to");
  if constexpr (wrong == detail::misuse::none)
    detail::stream_over<program, typename detail::first_of<Args...>::element>("ogive::map<f>(in..., out)", args...);
}

/// out[i] = f(in[i]) and slope[i] = f'(in[i]) in one pass; with several inputs
/// map_with_derivative<f>(in_x, in_y, …, out, slope_x, slope_y, …), with several results all values first, then all
/// derivatives by x, then all by y. Ranges, bindings and errors as for map.
template <auto F, class... Args>
void map_with_derivative(Args&&... args) {
  detail::refuse_rows<std::remove_cvref_t<decltype(F)>>();
  constexpr const auto& program = detail::program_of_call<F, detail::beside_value::input_derivatives, Args...>;
  constexpr detail::misuse wrong = detail::check_types<Args...>(program.inputs.size(), program.results.size());
  static_assert(wrong != detail::misuse::element,
                "ogive::map_with_derivative<f>(in..., out, slope..., bindings...): pass contiguous ranges of float or "
                "double, then bindings param<...> = value");
  static_assert(wrong != detail::misuse::count,
                "ogive::map_with_derivative<f>(in..., out, slope..., bindings...): pass one range for each input of f, "
                "one for the value, and one for each derivative");
  static_assert(wrong != detail::misuse::mixed,
                "ogive::map_with_derivative<f>(in..., out, slope..., bindings...): the ranges mix float and double; "
                "pass one element type");
  static_assert(wrong != detail::misuse::constant,
                "ogive::map_with_derivative<f>(in..., out, slope..., bindings...): an output is const; pass ranges "
                "that can be written to");
  if constexpr (wrong == detail::misuse::none)
    detail::stream_over<program, typename detail::first_of<Args...>::element>(
        "ogive::map_with_derivative<f>(in..., out, slope...)", args...);
}

}  // namespace ogive
