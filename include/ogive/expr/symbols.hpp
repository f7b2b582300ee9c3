// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. The names in a formula: inputs x, y, z; parameters and their bindings; and the questions which
// symbols a formula has and whether one occurs in it.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>

#include <ogive/expr/node.hpp>

namespace ogive {

/// A value for a parameter: what `param<"slope"> = 0.1f` makes.
template <fixed_string Name, class T>
struct binding {
  T value;
};

/// A value for each channel, that is for each column of a row-major matrix: what `param<"slope"> = slopes` makes of a
/// range. The range must live as long as the call.
template <class T>
struct channels {
  T* data;
  std::size_t size;
};

/// Where the gradient of a parameter with a value for each channel goes: what `gradient<"slope"> = sums` makes.
template <fixed_string Name, class T>
struct gradient_binding {
  channels<T> value;
};

namespace detail {

template <class R>
concept channel_range = requires(R& r) {
  requires std::is_floating_point_v<std::remove_cvref_t<decltype(*std::data(r))>>;
  std::size(r);
};

}  // namespace detail

/// The name of a parameter. `param<"slope">(0.25)` is the parameter itself, with its initial value.
template <fixed_string Name>
struct parameter_name {
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr parameter<Name> operator()(T initial) const { return parameter<Name>(static_cast<double>(initial)); }

  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr binding<Name, T> operator=(T value) const {  // NOLINT: binding reads as an assignment
    return {value};
  }

  template <detail::channel_range R>
  constexpr auto operator=(const R& values) const {  // NOLINT
    using element = const std::remove_cvref_t<decltype(*std::data(values))>;
    return binding<Name, channels<element>>{{std::data(values), static_cast<std::size_t>(std::size(values))}};
  }

  // What follows exists to explain a mistake.
  template <class T>
  requires(!std::is_arithmetic_v<T>) constexpr parameter<Name> operator()(const T&) const {
    static_assert(detail::never<T>,
                  "ogive: param<...>(v): v is no number; a parameter begins with one, such as param<...>(0.25)");
    return parameter<Name>(0);
  }
  template <class T>
  requires(!std::is_arithmetic_v<T> && !detail::channel_range<T>) constexpr binding<Name, double> operator=(
      const T&) const {  // NOLINT
    static_assert(
        detail::never<T>,
        "ogive: param<...> = v: v is neither a number nor a contiguous range of float or double; bind a number, "
        "or a range with one value for each channel");
    return {};
  }
};

/// The gradient of a parameter that has a value for each channel.
template <fixed_string Name>
struct gradient_name {
  template <detail::channel_range R>
  constexpr auto operator=(R&& sums) const {  // NOLINT
    using element = std::remove_reference_t<decltype(*std::data(sums))>;
    static_assert(
        !std::is_const_v<element>,
        "ogive: gradient<...> = v: v is const; pass a range that can be written to, one element for each channel");
    return gradient_binding<Name, std::remove_const_t<element>>{
        {const_cast<std::remove_const_t<element>*>(std::data(sums)), static_cast<std::size_t>(std::size(sums))}};
  }

  template <class T>
  requires(!detail::channel_range<T>) constexpr auto operator=(T&&) const {  // NOLINT
    static_assert(
        detail::never<T>,
        "ogive: gradient<...> = v: v is no contiguous range of float or double; pass one, with one element for "
        "each channel, or read g[param<...>] if the parameter has one value");
    return gradient_binding<Name, double>{};
  }
};

namespace symbols {

inline constexpr input_symbol<"x"> x{};  ///< the first input
inline constexpr input_symbol<"y"> y{};  ///< the second input
inline constexpr input_symbol<"z"> z{};  ///< the third input

/// An input by name, after x, y and z in the order of appearance: `input<"gate">`.
template <fixed_string Name>
inline constexpr input_symbol<Name> input{};

/// A learnable parameter by name: `param<"slope">(0.25)` in a formula, `param<"slope"> = 0.1f` in a call.
template <fixed_string Name>
inline constexpr parameter_name<Name> param{};

/// Where backward puts the gradient of a parameter bound to a range: `gradient<"slope"> = sums`, one for each channel.
template <fixed_string Name>
inline constexpr gradient_name<Name> gradient{};

}  // namespace symbols

namespace detail {

template <class T>
inline constexpr bool is_input = false;
template <fixed_string Name>
inline constexpr bool is_input<input_symbol<Name>> = true;

template <class T>
inline constexpr bool is_binding = false;
template <fixed_string Name, class T>
inline constexpr bool is_binding<binding<Name, T>> = true;
template <fixed_string Name, class T>
inline constexpr bool is_binding<gradient_binding<Name, T>> = true;

/// Does it say where the gradient of a parameter goes?
template <class T>
inline constexpr bool is_gradient_binding = false;
template <fixed_string Name, class T>
inline constexpr bool is_gradient_binding<gradient_binding<Name, T>> = true;

/// Is it a binding with a value for each channel?
template <class T>
inline constexpr bool is_channel_binding = false;
template <fixed_string Name, class T>
inline constexpr bool is_channel_binding<binding<Name, channels<T>>> = true;

/// Names in the order in which a program numbers them: x, y, z first, then as they appear.
struct name_list {
  std::array<std::string_view, 16> names{};
  std::size_t size = 0;

  constexpr bool contains(std::string_view name) const {
    for (std::size_t i = 0; i != size; ++i) {
      if (names[i] == name) return true;
    }
    return false;
  }
  constexpr void add(std::string_view name) {
    if (!contains(name)) names[size++] = name;  // a 17th name is an error at compile time: past the array
  }
};

template <class E>
struct names_of;  // has inputs(name_list&) and parameters(name_list&)

template <>
struct names_of<number> {
  static constexpr void inputs(name_list&) {}
  static constexpr void parameters(name_list&) {}
};
template <fixed_string Name>
struct names_of<input_symbol<Name>> {
  static constexpr void inputs(name_list& list) { list.add(Name.view()); }
  static constexpr void parameters(name_list&) {}
};
template <fixed_string Name>
struct names_of<parameter<Name>> {
  static constexpr void inputs(name_list&) {}
  static constexpr void parameters(name_list& list) { list.add(Name.view()); }
};
template <operation Op, class... A>
struct names_of<apply<Op, A...>> {
  static constexpr void inputs(name_list& list) { (names_of<A>::inputs(list), ...); }
  static constexpr void parameters(name_list& list) { (names_of<A>::parameters(list), ...); }
};
template <class F, class S>
struct names_of<derivative<F, S>> : names_of<F> {};
template <kink Rule, class F>
struct names_of<kink_rule<Rule, F>> : names_of<F> {};
template <class... F>
struct names_of<result_list<F...>> {
  static constexpr void inputs(name_list& list) { (names_of<F>::inputs(list), ...); }
  static constexpr void parameters(name_list& list) { (names_of<F>::parameters(list), ...); }
};
template <class F, class... A>
struct names_of<substitution<F, A...>> {
  static constexpr void inputs(name_list& list) { (names_of<A>::inputs(list), ...); }
  static constexpr void parameters(name_list& list) {
    names_of<F>::parameters(list);
    (names_of<A>::parameters(list), ...);
  }
};

template <class E>
constexpr name_list find_inputs() {
  name_list found, ordered;
  names_of<E>::inputs(found);
  for (const std::string_view first : {"x", "y", "z"}) {
    if (found.contains(first)) ordered.add(first);
  }
  for (std::size_t i = 0; i != found.size; ++i) ordered.add(found.names[i]);
  return ordered;
}

template <class E>
constexpr name_list find_parameters() {
  name_list found;
  names_of<E>::parameters(found);
  return found;
}

/// The inputs of a formula in the order of its arguments.
template <class E>
inline constexpr name_list inputs_of = find_inputs<E>();
template <class E>
inline constexpr name_list parameters_of = find_parameters<E>();

/// How many results a formula, or results(f, g, …), has.
template <class E>
inline constexpr std::size_t result_count = 1;
template <class... F>
inline constexpr std::size_t result_count<result_list<F...>> = sizeof...(F);

/// Does a formula need whole rows of a matrix: row_sum, row_max, row_mean?
template <class E>
inline constexpr bool reads_rows = false;
template <operation Op, class... A>
inline constexpr bool reads_rows<apply<Op, A...>> = is_of_a_row(Op) || (reads_rows<A> || ...);
template <class F, class S>
inline constexpr bool reads_rows<derivative<F, S>> = reads_rows<F>;
template <kink Rule, class F>
inline constexpr bool reads_rows<kink_rule<Rule, F>> = reads_rows<F>;
template <class F, class... A>
inline constexpr bool reads_rows<substitution<F, A...>> = reads_rows<F> || (reads_rows<A> || ...);
template <class... F>
inline constexpr bool reads_rows<result_list<F...>> = (reads_rows<F> || ...);

template <class Symbol, class E>
inline constexpr bool occurs = false;
template <fixed_string Name, class E>
inline constexpr bool occurs<input_symbol<Name>, E> = inputs_of<E>.contains(Name.view());
template <fixed_string Name, class E>
inline constexpr bool occurs<parameter_name<Name>, E> = parameters_of<E>.contains(Name.view());

}  // namespace detail
}  // namespace ogive
