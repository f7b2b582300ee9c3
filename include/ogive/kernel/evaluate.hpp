// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. A formula on single numbers, at compile time or at run time: `evaluate<f>(2.0)` runs compiled
// code; `f(2.0)` lowers the formula and interprets the program, which is meant for tests and constants, not for loops.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

#include <ogive/expr/call.hpp>
#include <ogive/kernel/bind.hpp>
#include <ogive/kernel/execute.hpp>

namespace ogive {
namespace detail {

/// float if every number is float, else double.
template <class... V>
using scalar_for = std::conditional_t<((is_binding<V> || std::same_as<V, float>)&&...), float, double>;

template <class T, class... V>
constexpr auto input_values(const V&... values) {
  std::array<T, (std::size_t{0} + ... + (is_binding<V> ? 0 : 1))> inputs{};
  std::size_t k = 0;
  const auto take = [&]<class A>(const A& a) {
    if constexpr (!is_binding<A>) inputs[k++] = static_cast<T>(a);
  };
  (take(values), ...);
  return inputs;
}

/// Runs an instruction whose operation is known only now.
template <class T, int Op = static_cast<int>(operation::add)>
constexpr T interpret(operation op, T a, T b, T c, T d, double value = 0) {
  constexpr auto candidate = static_cast<operation>(Op);
  if constexpr (candidate == operation::count) {
    return T{};
  } else {
    if constexpr (runs_on_values(candidate)) {
      if (op == candidate) return execute<candidate>(a, b, c, d, value);
    }
    return interpret<T, Op + 1>(op, a, b, c, d, value);
  }
}

template <std::size_t Inputs>
constexpr void put_results_in_double(const program& p, const std::array<float, Inputs>& inputs,
                                     const list<float>& parameters, list<float>& results);

/// The results of an executable program.
template <class T, std::size_t Inputs>
constexpr list<T> interpret_all(const program& p, const std::array<T, Inputs>& inputs, const list<T>& parameters) {
  list<T> values;
  for (const instruction& i : p.code) {
    T a[4] = {};
    for (int k = 0; k != arity(i.op); ++k)
      a[k] = values[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(k)])];
    if (i.op == operation::number) values.push_back(static_cast<T>(i.value));
    else if (i.op == operation::number_error) values.push_back(static_cast<T>(error_of_number<T>(i.value)));
    else if (i.op == operation::input) values.push_back(inputs[static_cast<std::size_t>(i.arguments[0])]);
    else if (i.op == operation::parameter) values.push_back(parameters[static_cast<std::size_t>(i.arguments[0])]);
    else values.push_back(interpret<T>(i.op, a[0], a[1], a[2], a[3], i.value));
  }
  list<T> results;
  for (const program::position r : p.results) results.push_back(values[static_cast<std::size_t>(r)]);
  if constexpr (std::is_same_v<T, float>) put_results_in_double(p, inputs, parameters, results);
  return results;
}

/// The results of floats that calculus/precision.hpp wants in double.
template <std::size_t Inputs>
constexpr void put_results_in_double(const program& p, const std::array<float, Inputs>& inputs,
                                     const list<float>& parameters, list<float>& results) {
  const list<bool> in_double = results_to_run_in_double(p);
  bool any = false;
  for (std::size_t r = 0; r != results.size(); ++r) any = any || in_double[r];
  if (!any) return;
  std::array<double, Inputs> wide_inputs{};
  list<double> wide_parameters;
  for (std::size_t k = 0; k != Inputs; ++k) wide_inputs[k] = static_cast<double>(inputs[k]);
  for (const float v : parameters) wide_parameters.push_back(static_cast<double>(v));
  const list<double> wide = interpret_all(p, wide_inputs, wide_parameters);
  for (std::size_t r = 0; r != results.size(); ++r) {
    if (in_double[r]) results[r] = broadcast<float>(wide[r]);
  }
}

/// The first result of an executable program.
template <class T, std::size_t Inputs>
constexpr T interpret(const program& p, const std::array<T, Inputs>& inputs, const list<T>& parameters) {
  return interpret_all(p, inputs, parameters)[0];
}

template <class F>
struct evaluator {
  template <class... V>
  static constexpr auto run(const F& f, const V&... values) {
    using T = scalar_for<V...>;
    program p = rewrite_exactly(lower(f));
    if constexpr (!(is_binding<V> || ...)) p = with_initial_values(p);
    p = executable(p);
    list<T> parameters;
    for (const parameter_slot& s : p.parameters) parameters.push_back(static_cast<T>(s.initial));
    [[maybe_unused]] const auto bind = [&]<fixed_string Name, class B>(const binding<Name, B>& b) {
      static_assert(parameters_of<F>.contains(Name.view()),
                    "ogive: f(..., param<...> = value): f has no parameter of this name; bind one that it has");
      for (std::size_t i = 0; i != p.parameters.size(); ++i) {
        if (p.parameters[i].name == Name.view()) parameters[i] = static_cast<T>(b.value);
      }
    };
    [[maybe_unused]] const auto look = [&]<class A>(const A& a) {
      if constexpr (is_binding<A>) bind(a);
    };
    (look(values), ...);
    const list<T> results = interpret_all(p, input_values<T>(values...), parameters);
    if constexpr (expression<F>) {
      return results[0];
    } else {
      std::array<T, result_count<F>> all{};
      for (std::size_t r = 0; r != all.size(); ++r) all[r] = results[r];
      return all;
    }
  }
};

}  // namespace detail

/// f at a point: `evaluate<f>(2.0)`, with several inputs `evaluate<f>(x, y)`, then bindings `param<"slope"> = 0.1`.
/// The values of `results(f, g)` are a std::array. float if every number is float, else double. A constant expression
/// on every supported compiler.
template <auto F, class... V>
constexpr auto evaluate(const V&... values) {
  static_assert(
      !detail::reads_rows<std::remove_cvref_t<decltype(F)>>,
      "ogive::evaluate<f>(v...): f reads rows (row_sum, row_max, row_mean); run it with map_rows<f>(matrix, out)");
  constexpr const auto& program = detail::program_of_call<F, detail::beside_value::nothing, V...>;
  constexpr std::size_t given = (std::size_t{0} + ... + (std::is_arithmetic_v<V> ? 1 : 0));
  static_assert(((std::is_arithmetic_v<V> || detail::is_binding<V>)&&...),
                "ogive::evaluate<f>(v..., bindings...): pass numbers, then bindings param<...> = value; for ranges "
                "there is map<f>");
  static_assert(given == program.inputs.size(),
                "ogive::evaluate<f>(v..., bindings...): pass as many numbers as f has inputs");
  using T = detail::scalar_for<V...>;
  const auto results =
      detail::run<program>(detail::input_values<T>(values...), detail::bound_parameters<program, T>(values...));
  if constexpr (expression<std::remove_cvref_t<decltype(F)>>) return results[0];
  else return results;
}

}  // namespace ogive
