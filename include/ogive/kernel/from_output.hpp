// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. Backward passes that do not need the input of forward: from the output, where the derivative is a
// function of it, and from one bit for each element, where it has two values.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include <ogive/calculus/from_output.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/map.hpp>

namespace ogive {
namespace detail {

template <auto F, bool AnyParameters>
struct from_output_to_run {
  constexpr program operator()() const {
    return executable(derivative_from_output(formula_of_call<F, AnyParameters>()));
  }
};
template <auto F, bool AnyParameters>
inline constexpr auto from_output_program = freeze<from_output_to_run<F, AnyParameters>{}>();

/// Words of 64 bits, a bit for each element.
template <class R>
concept bit_range = requires(R& r) {
  requires std::same_as<std::remove_const_t<std::remove_pointer_t<decltype(std::data(r))>>, std::uint64_t>;
  { std::size(r) } -> std::convertible_to<std::size_t>;
};

/// The numbers 1, 2, 4, … in the lanes of a register.
template <class V>
OGIVE_INLINE bits_t<V> lane_bits() {
  typename format<element_t<V>>::bits each[lanes<V>];
  for (std::size_t l = 0; l != lanes<V>; ++l) each[l] = typename format<element_t<V>>::bits{1} << l;
  return bits_t<V>::load_unaligned(each);
}

/// The two ranges of a call with bits, checked.
template <class T, class Bits, class In, class Out>
range_views<T, 2> views_beside_bits(const char* call, const Bits& bits, In& in, Out& out) {
  const auto views = views_of<T, 2>(in, out);
  check_ranges(call, 1, views);
  const std::size_t words = static_cast<std::size_t>(std::size(bits)), elements = views.size[0];
  if (words < (elements + 63) / 64)
    fail("%s: bits has %zu words and the ranges have %zu elements; pass at least one std::uint64_t for each 64", call,
         words, elements);
  return views;
}

/// act(i, load, store) for each register of n elements: whole ones, and one in part.
template <class V, class Act>
OGIVE_INLINE void for_each_register(std::size_t n, Act act) {
  using T = element_t<V>;
  std::size_t i = 0;
  for (; i + lanes<V> <= n; i += lanes<V>)
    act(i, [](const T* from) { return detail::load<V>(from); }, [](T* to, const V& a) { detail::store(to, a); });
  if (const std::size_t rest = n - i; rest != 0)
    act(i, [rest](const T* from) { return detail::load_partial<V>(from, rest, T{0}); },
        [rest](T* to, const V& a) { detail::store_partial(to, a, rest); });
}

}  // namespace detail

/// grad[i] = upstream[i] · f'(x) where out[i] = f(x): what forward wrote is enough, and grad may be the memory of out or
/// of upstream. For f of one input with has_backward_from_output<f>: sigmoid, tanh, exp, relu, elu and their kin.
///
/// f' is as accurate as the output tells: near where f flattens, backward<f>(in, …) keeps more digits. Gradients of
/// parameters need the input. Ranges, bindings and errors as for map.
template <auto F, class... Args>
void backward_from_output(Args&&... args) {
  detail::refuse_rows<std::remove_cvref_t<decltype(F)>>();
  constexpr bool any_parameters = (detail::is_bound<Args> || ...), exists = has_backward_from_output<F, any_parameters>;
  static_assert(exists,
                "ogive::backward_from_output<f>(out, upstream, grad, bindings...): no formula for f' over f(x) is found; "
                "keep the input and write backward<f>(in, upstream, grad)");
  if constexpr (exists) {
    constexpr const auto& program = detail::from_output_program<F, any_parameters>;
    constexpr detail::misuse wrong = detail::check_types<Args...>(2, 1);
    static_assert(wrong == detail::misuse::none,
                  "ogive::backward_from_output<f>(out, upstream, grad, bindings...): pass three contiguous ranges of float "
                  "or of double, the last of which can be written to, then bindings param<...> = value");
    if constexpr (wrong == detail::misuse::none)
      detail::stream_over<program, typename detail::first_of<Args...>::element>(
          "ogive::backward_from_output<f>(out, upstream, grad)", args...);
  }
}

/// out[i] = f(in[i]), and bit i % 64 of bits[i / 64] says which of its two values f' has there: all that backward needs of
/// an activation of straight pieces, in a 32nd of the memory. For f with slopes_of<f>.exist: relu, leaky_relu, relu6, …,
/// with the initial values of their parameters.
///
/// bits: a range of std::uint64_t, one for 64 elements. Errors: ogive::error if lengths differ or ranges overlap.
template <auto F, contiguous_range In, contiguous_range Out, class Bits>
void map_with_bits(In&& in, Out&& out, Bits&& bits) {
  static_assert(slopes_of<F>.exist,
                "ogive::map_with_bits<f>(in, out, bits): f' has more than two values; keep the input, or the output if "
                "has_backward_from_output<f>");
  static_assert(detail::bit_range<Bits>,
                "ogive::map_with_bits<f>(in, out, bits): bits are no range of std::uint64_t; pass one with room for a "
                "word for each 64 elements");
  if constexpr (slopes_of<F>.exist && detail::bit_range<Bits>) {
    using T = detail::range_element<std::remove_reference_t<In>>;
    using V = detail::native_batch<T>;
    constexpr const auto& value = detail::program_of_call<F, detail::beside_value::input_derivatives>;
    const auto views = detail::views_beside_bits<T>("ogive::map_with_bits<f>(in, out, bits)", bits, in, out);
    const T* const from = views.data[0];
    T* const to = views.data[1];
    std::uint64_t* const words = std::data(bits);
    const std::array<V, value.parameters.size()> parameters{};  // numbers of the program
    const V set = detail::broadcast<V>(slopes_of<F>.set);
    detail::for_each_register<V>(views.size[0], [&](std::size_t i, auto load, auto store) __attribute__((always_inline)) {
      const auto both = detail::run<value>(std::array<V, 1>{load(from + i)}, parameters);
      store(to + i, both[0]);
      const std::uint64_t own = detail::raw::bits_of_mask(detail::equal(both[1], set).data);
      words[i / 64] = (i % 64 == 0 ? 0 : words[i / 64]) | own << (i % 64);
    });
  }
}

/// grad[i] = upstream[i] · f'(x) by the bits of map_with_bits<f>; grad may be the memory of upstream. A NaN of the input is
/// not in its bit: it comes with the upstream gradient, as the output was NaN.
template <auto F, class Bits, contiguous_range Upstream, contiguous_range Grad>
void backward_from_bits(Bits&& bits, Upstream&& upstream, Grad&& grad) {
  static_assert(slopes_of<F>.exist,
                "ogive::backward_from_bits<f>(bits, upstream, grad): f' has more than two values; write "
                "backward<f>(in, upstream, grad)");
  static_assert(detail::bit_range<Bits>,
                "ogive::backward_from_bits<f>(bits, upstream, grad): bits are no range of std::uint64_t; pass those of "
                "map_with_bits<f>");
  if constexpr (slopes_of<F>.exist && detail::bit_range<Bits>) {
    using T = detail::range_element<std::remove_reference_t<Upstream>>;
    using V = detail::native_batch<T>;
    using B = detail::bits_t<V>;
    const auto views =
        detail::views_beside_bits<T>("ogive::backward_from_bits<f>(bits, upstream, grad)", bits, upstream, grad);
    const T* const from = views.data[0];
    T* const to = views.data[1];
    const std::uint64_t* const words = std::data(bits);
    const V set = detail::broadcast<V>(slopes_of<F>.set), clear = detail::broadcast<V>(slopes_of<F>.clear);
    const V one = detail::broadcast<V>(1);
    const B each = detail::lane_bits<V>();
    detail::for_each_register<V>(views.size[0], [&](std::size_t i, auto load, auto store) __attribute__((always_inline)) {
      const B own = B(static_cast<typename B::value_type>(words[i / 64] >> (i % 64))) & each;
      // as a last place of 1 a bit is seen by a comparison of floating-point numbers
      const V slope = detail::choose(detail::equal(detail::from_bits<V>(own | detail::bits_of<V>(T(1))), one), clear, set);
      store(to + i, V(load(from + i) * slope));
    });
  }
}

}  // namespace ogive
