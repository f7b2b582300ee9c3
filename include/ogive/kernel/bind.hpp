// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The arguments of a call go in, ranges and bindings mixed; checked pointers and the values of the
// parameters come out. Every error of a call is raised here, before the loop.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>

#include <ogive/base/error.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive {

/// What kernels compute with.
template <class T>
concept kernel_element = std::same_as<T, float> || std::same_as<T, double>;

/// A contiguous range of float or double: an array, std::array, std::vector, std::span, an Eigen vector.
template <class R>
concept contiguous_range = requires(R& r) {
  requires std::is_pointer_v<decltype(std::data(r))>;
  requires kernel_element<std::remove_cvref_t<decltype(*std::data(r))>>;
  { std::size(r) } -> std::convertible_to<std::size_t>;
};

namespace detail {

template <class R>
using range_element = std::remove_cvref_t<decltype(*std::data(std::declval<R&>()))>;

template <class R>
inline constexpr bool is_writable = !std::is_const_v<std::remove_reference_t<decltype(*std::data(std::declval<R&>()))>>;

template <class A>
inline constexpr bool is_bound = is_binding<std::remove_cvref_t<A>>;

/// What is wrong with the types of a call, if anything.
enum class misuse { none, count, element, mixed, constant };

/// Ranges first, `reads` that are read and `writes` that are written, then bindings.
template <class... Args>
constexpr misuse check_types(std::size_t reads, std::size_t writes) {
  constexpr std::size_t ranges = (std::size_t{0} + ... + (is_bound<Args> ? 0 : 1));
  if constexpr (!((is_bound<Args> || contiguous_range<std::remove_reference_t<Args>>)&&...)) {
    return misuse::element;
  } else {
    if (ranges != reads + writes) return misuse::count;
    misuse found = misuse::none;
    std::size_t position = 0;
    std::size_t size = 0;
    [[maybe_unused]] const auto look = [&]<class A>(std::type_identity<A>) {
      if constexpr (!is_bound<A>) {
        if (size == 0) size = sizeof(range_element<A>);
        if (size != sizeof(range_element<A>)) found = misuse::mixed;
        if (position++ >= reads && !is_writable<A>) found = misuse::constant;
      }
    };
    (look(std::type_identity<std::remove_reference_t<Args>>{}), ...);
    return found;
  }
}

/// The element of the first range of a call.
template <class First, class... Rest>
struct first_of : first_of<Rest...> {};

template <class First, class... Rest>
requires(!is_bound<First>) struct first_of<First, Rest...> {
  using element = range_element<std::remove_reference_t<First>>;
};

/// The ranges of a call: where they lie.
template <class T, std::size_t Count>
struct range_views {
  std::array<T*, Count> data{};
  std::array<std::size_t, Count> size{};
};

template <class T, std::size_t Count, class... Args>
constexpr range_views<T, Count> views_of(Args&... args) {
  range_views<T, Count> views;
  std::size_t k = 0;
  const auto take = [&]<class A>(A& a) {
    if constexpr (!is_bound<A>) {
      views.data[k] = const_cast<T*>(std::data(a));
      views.size[k++] = static_cast<std::size_t>(std::size(a));
    }
  };
  (take(args), ...);
  return views;
}

/// Checks lengths and overlaps of the ranges of a call; the first `reads` are read, the rest is written.
inline void check_ranges(const char* call, std::size_t reads, std::size_t count, const std::uintptr_t* begin,
                         const std::size_t* size, std::size_t element) {
  for (std::size_t k = 1; k != count; ++k) {
    if (size[k] != size[0])
      fail("%s: argument 1 has %zu elements and argument %zu has %zu; pass ranges of one length", call, size[0], k + 1,
           size[k]);
  }
  const std::size_t bytes = size[0] * element;
  for (std::size_t written = reads; written != count; ++written) {
    for (std::size_t other = 0; other != written; ++other) {
      const bool apart = begin[written] >= begin[other] + bytes || begin[other] >= begin[written] + bytes;
      const bool in_place = begin[written] == begin[other] && other < reads;
      if (apart || in_place) continue;
      fail(
          "%s: argument %zu and argument %zu overlap (%zu elements each); an output may be the very memory of an "
          "input, or must lie apart",
          call, other + 1, written + 1, size[0]);
    }
  }
}

template <class T, std::size_t Count>
void check_ranges(const char* call, std::size_t reads, const range_views<T, Count>& views) {
  std::uintptr_t begin[Count];
  for (std::size_t k = 0; k != Count; ++k) begin[k] = reinterpret_cast<std::uintptr_t>(views.data[k]);
  check_ranges(call, reads, Count, begin, views.size.data(), sizeof(T));
}

template <const auto& Program>
constexpr std::size_t parameter_slot_of(std::string_view name) {
  std::size_t slot = 0;
  while (slot != Program.parameters.size() && Program.parameters[slot].name != name) ++slot;
  return slot;
}

/// Does a call bind one parameter twice?
template <class... Args>
constexpr bool binds_twice() {
  std::array<std::string_view, sizeof...(Args) + 1> names{};
  std::size_t count = 0;
  bool twice = false;
  const auto look = [&]<fixed_string Name, class B>(std::type_identity<binding<Name, B>>) {
    for (std::size_t k = 0; k != count; ++k) twice = twice || names[k] == Name.view();
    names[count++] = Name.view();
  };
  const auto each = [&]<class A>(std::type_identity<A> type) {
    if constexpr (requires { look(type); }) look(type);
  };
  (each(std::type_identity<Args>{}), ...);
  return twice;
}

/// act(slot, value) for each parameter that a call binds. Errors: the formula must have it.
template <const auto& Program, class Act, class... Args>
constexpr void for_each_binding(Act act, const Args&... args) {
  static_assert(!binds_twice<Args...>(),
                "ogive: param<...> = v, param<...> = w: one parameter is bound twice in one call; bind it once");
  [[maybe_unused]] const auto bind = [&]<fixed_string Name, class B>(const binding<Name, B>& b) {
    constexpr std::size_t slot = parameter_slot_of<Program>(Name.view());
    static_assert(slot < Program.parameters.size(),
                  "ogive: param<...> = value: the formula has no parameter of this name; bind one that it has");
    if constexpr (slot < Program.parameters.size()) act(slot, b.value);
  };
  [[maybe_unused]] const auto look = [&]<class A>(const A& a) {
    if constexpr (requires { bind(a); }) bind(a);
  };
  (look(args), ...);
}

/// The values of a program's parameters: bound ones from the call, the others their initial values.
template <const auto& Program, class T, class... Args>
constexpr std::array<T, Program.parameters.size()> bound_parameters(const Args&... args) {
  std::array<T, Program.parameters.size()> values{};
  for (std::size_t i = 0; i != values.size(); ++i) values[i] = static_cast<T>(Program.parameters[i].initial);
  if constexpr ((is_bound<Args> || ...)) {  // most calls bind nothing, and compile faster so
    for_each_binding<Program>(
        [&]<class B>(std::size_t slot, const B& value) {
          if constexpr (std::is_arithmetic_v<B>) values[slot] = static_cast<T>(value);
        },
        args...);
  }
  return values;
}

/// A bit for each parameter that a call binds to a value for each channel.
template <const auto& Program, class... Args>
constexpr std::uint64_t bound_channels() {
  std::uint64_t bits = 0;
  if constexpr ((is_channel_binding<std::remove_cvref_t<Args>> || ...)) {
    const auto look = [&]<fixed_string Name, class B>(std::type_identity<binding<Name, channels<B>>>) {
      bits |= std::uint64_t{1} << (parameter_slot_of<Program>(Name.view()) & 63);
    };
    const auto each = [&]<class A>(std::type_identity<A> type) {
      if constexpr (is_channel_binding<A>) look(type);
    };
    (each(std::type_identity<std::remove_cvref_t<Args>>{}), ...);
  }
  return bits;
}

}  // namespace detail

/// The gradients of a formula's parameters: `g[param<"slope">]`. `Channels` has a bit for each parameter with a value
/// for each channel: its gradient is not here.
template <const auto& Program, class T, std::uint64_t Channels = 0>
struct parameter_gradients {
  std::array<T, Program.parameters.size()> values{};

  template <fixed_string Name>
  constexpr T operator[](parameter_name<Name>) const {
    constexpr std::size_t slot = detail::parameter_slot_of<Program>(Name.view());
    static_assert(slot < Program.parameters.size(),
                  "ogive: gradients[param<...>]: the formula has no parameter of this name; ask for one that it has");
    static_assert(
        ((Channels >> slot) & 1) == 0,
        "ogive: gradients[param<...>]: this parameter is bound to a value for each channel; its gradient is where "
        "gradient<...> = range says");
    return values[slot];
  }
};

}  // namespace ogive
