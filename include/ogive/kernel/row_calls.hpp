// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The arguments of a call on rows go in, matrices and bindings mixed; every error of the call is
// raised here, before the loop of run_rows.hpp. map and backward come this way too if a parameter has a value for each
// channel.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <ogive/base/error.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/bind.hpp>
#include <ogive/kernel/matrix_view.hpp>
#include <ogive/kernel/run_rows.hpp>

namespace ogive {
namespace detail {

/// The memory for numbers that a forward call keeps: what row_numbers makes.
template <class T>
struct row_number_range {
  T* data;
  std::size_t size;
};

template <class T>
inline constexpr bool is_row_numbers = false;
template <class T>
inline constexpr bool is_row_numbers<row_number_range<T>> = true;
template <class T>
inline constexpr bool is_binding<row_number_range<T>> = true;

/// What of a row call's arguments is wrong, if anything: matrices first, `written` of them to write to, then bindings.
template <class... Args>
constexpr misuse check_row_types(std::size_t read, std::size_t written) {
  constexpr std::size_t matrices = (std::size_t{0} + ... + (is_bound<Args> ? 0 : 1));
  if constexpr (!((is_bound<Args> || row_matrix<Args>)&&...)) {
    return misuse::element;
  } else {
    if (matrices != read + written) return misuse::count;
    misuse found = misuse::none;
    std::size_t position = 0, size = 0;
    const auto look = [&]<class A>(std::type_identity<A>) {
      if constexpr (!is_bound<A>) {
        using pointer = decltype(view_of(std::declval<A&>()).data);
        if (size == 0) size = sizeof(matrix_element<A>);
        if (size != sizeof(matrix_element<A>)) found = misuse::mixed;
        if (position++ >= read && std::is_const_v<std::remove_pointer_t<pointer>>) found = misuse::constant;
      }
    };
    (look(std::type_identity<std::remove_reference_t<Args>>{}), ...);
    return found;
  }
}

template <class First, class... Rest>
struct first_matrix : first_matrix<Rest...> {};
template <class First, class... Rest>
requires(!is_bound<First>) struct first_matrix<First, Rest...> {
  using element = matrix_element<std::remove_reference_t<First>>;
};

/// The matrices of a call; reading ones come first.
template <class T, std::size_t Count, class... Args>
std::array<matrix_view<T>, Count> matrices_of(Args&... args) {
  std::array<matrix_view<T>, Count> views{};
  std::size_t k = 0;
  const auto take = [&]<class A>(A& a) {
    if constexpr (!is_bound<A>) {
      const auto v = view_of(a);
      views[k++] = {const_cast<T*>(v.data), v.rows, v.columns, v.stride};
    }
  };
  (take(args), ...);
  return views;
}

/// What a call on rows must satisfy, argument by argument: the shape of the first matrix, or one number for each row.
struct row_shape {
  std::size_t rows, columns;
};

template <class T>
void check_shape(const char* call, row_shape wanted, std::size_t argument, bool one_for_each_row, matrix_view<T>& m) {
  if (one_for_each_row) {
    if (m.rows == 1 && m.columns == wanted.rows && wanted.rows != 1) m = {m.data, wanted.rows, 1, 1};
    if (m.rows != wanted.rows || m.columns != 1)
      fail("%s: argument %zu has %zu x %zu elements and the matrix has %zu rows; pass one element for each row", call,
           argument + 1, m.rows, m.columns, wanted.rows);
  } else if (m.rows != wanted.rows || m.columns != wanted.columns) {
    fail("%s: argument 1 has %zu x %zu elements and argument %zu has %zu x %zu; pass matrices of one shape", call,
         wanted.rows, wanted.columns, argument + 1, m.rows, m.columns);
  }
}

template <class T>
bool overlap(const matrix_view<T>& a, const matrix_view<T>& b) {
  const auto begin = [](const matrix_view<T>& m) { return reinterpret_cast<std::uintptr_t>(m.data); };
  const auto end = [&](const matrix_view<T>& m) {
    return m.rows == 0 ? begin(m) : begin(m) + ((m.rows - 1) * m.stride + m.columns) * sizeof(T);
  };
  return begin(a) < end(b) && begin(b) < end(a);
}

template <class T, std::size_t Count>
void check_overlaps(const char* call, std::size_t read, const std::array<matrix_view<T>, Count>& m) {
  for (std::size_t written = read; written != Count; ++written) {
    for (std::size_t other = 0; other != written; ++other) {
      const bool in_place = other < read && m[written].data == m[other].data && m[written].stride == m[other].stride;
      if (!in_place && overlap(m[written], m[other]))
        fail(
            "%s: argument %zu and argument %zu overlap; an output may be the very memory of an input, or must lie "
            "apart",
            call, other + 1, written + 1);
    }
  }
}

inline void check_channels(const char* call, std::string_view name, std::size_t size, std::size_t columns) {
  if (size != columns)
    fail("%s: parameter %.*s is bound to %zu values and the matrix has %zu columns; pass one value for each column",
         call, static_cast<int>(name.size()), name.data(), size, columns);
}

/// Takes the bindings of a call: numbers, and ranges with a value for each channel.
template <const auto& Program, class Call, class... Args>
void bind_rows(const char* name, Call& call, const Args&... args) {
  using T = std::remove_cvref_t<decltype(call.numbers[0])>;
  if constexpr (Program.parameters.size() != 0) call.numbers = bound_parameters<Program, T>(args...);
  for_each_binding<Program>(
      [&]<class B>(std::size_t slot, const B& value) {
        if constexpr (!std::is_arithmetic_v<B>) {
          static_assert(std::is_same_v<std::remove_cvref_t<decltype(*value.data)>, T>,
                        "ogive: param<...> = range: its elements are not those of the matrix; pass one element type");
          check_channels(name, Program.parameters[slot].name, value.size, call.columns);
          call.channels[slot] = value.data;
        }
      },
      args...);
}

/// Which results of a program differ between the columns of a row.
template <const auto& Program, std::uint64_t Channels>
constexpr auto results_of_columns() {
  constexpr auto plan = plan_rows<Program>(Channels, 0);
  std::array<bool, Program.results.size()> varies{};
  for (std::size_t r = 0; r != varies.size(); ++r)
    varies[r] = plan.varies[static_cast<std::size_t>(Program.results[r])];
  return varies;
}

template <const auto& Program, std::uint64_t Channels>
inline constexpr auto value_kinds = [] {
  constexpr auto varies = results_of_columns<Program, Channels>();
  std::array<row_result, varies.size()> kinds{};
  for (std::size_t r = 0; r != kinds.size(); ++r) kinds[r] = varies[r] ? row_result::each_column : row_result::each_row;
  return kinds;
}();

/// Gradients of the inputs, then of the parameters.
template <const auto& Program, std::uint64_t Channels>
inline constexpr auto gradient_kinds = [] {
  constexpr std::size_t parameters = Program.parameters.size();
  std::array<row_result, Program.results.size()> kinds{};
  const std::size_t inputs = kinds.size() - parameters;
  for (std::size_t p = 0; p != parameters; ++p)
    kinds[inputs + p] = ((Channels >> p) & 1) != 0 ? row_result::column_sums : row_result::total;
  return kinds;
}();

inline void check_columns(const char* call, std::size_t rows, std::size_t columns) {
  if (rows != 0 && columns == 0)
    fail("%s: the matrix has %zu rows without columns; pass at least one column", call, rows);
}

/// The memory of a call's row_numbers, if it has one.
template <class T, class... Args>
channels<T> kept_numbers(const Args&... args) {
  channels<T> kept{nullptr, 0};
  const auto look = [&]<class A>(const A& a) {
    if constexpr (is_row_numbers<A>) {
      static_assert(
          std::is_same_v<std::remove_pointer_t<decltype(a.data)>, T>,
          "ogive: row_numbers(range): its elements are not those of the matrices; pass a writable range of one "
          "element type");
      kept = {a.data, a.size};
    }
  };
  (look(args), ...);
  return kept;
}

/// A view for each kept number: they lie row by row.
template <class T, std::size_t Count>
void spread_numbers(const char* call, channels<T> kept, std::size_t rows, std::array<matrix_view<T>, Count>& views) {
  if (kept.size != rows * Count)
    fail(
        "%s: row_numbers has %zu elements and %zu rows keep %zu numbers each; pass rows * row_number_count<f> elements",
        call, kept.size, rows, Count);
  for (std::size_t k = 0; k != Count; ++k) views[k] = {kept.data + k, rows, 1, Count};
}

/// in..., out...: all of them matrices of one shape, or with one number for each row, as the last `RowInputs` inputs are.
/// The results of `Program` behind those of the call are numbers to keep.
template <const auto& Program, std::uint64_t Channels, class T, std::size_t RowInputs = 0, std::size_t Matrices,
          class... Args>
void map_matrices(const char* name, std::array<matrix_view<T>, Matrices> m, const Args&... args) {
  constexpr auto kinds = value_kinds<Program, Channels>;
  constexpr std::size_t inputs = Program.inputs.size(), results = Matrices - inputs;
  constexpr std::size_t kept_count = Program.results.size() - results;
  using kernel = row_kernel<Program, Channels, kinds, T>;
  typename kernel::call call;
  call.rows = m[0].rows, call.columns = m[0].columns;
  check_columns(name, call.rows, call.columns);
  for (std::size_t k = 0; k != m.size(); ++k) {
    const bool one_for_each_row =
        k >= inputs ? kinds[k - inputs] == row_result::each_row : k + RowInputs >= inputs;
    check_shape(name, {call.rows, call.columns}, k, one_for_each_row, m[k]);
  }
  check_overlaps(name, inputs, m);
  for (std::size_t k = 0; k != inputs; ++k) call.in[k] = m[k];
  for (std::size_t r = 0; r != results; ++r) call.out[r] = m[inputs + r];
  if constexpr ((is_row_numbers<Args> || ...)) {
    std::array<matrix_view<T>, kept_count> kept;
    spread_numbers(name, kept_numbers<T>(args...), call.rows, kept);
    for (std::size_t k = 0; k != kept_count; ++k) call.out[results + k] = kept[k];
  }
  bind_rows<Program>(name, call, args...);
  kernel(call).run();
}

/// Where the gradients of parameters with a value for each channel go; they begin at zero.
template <const auto& Program, std::uint64_t Channels, class Call, class... Args>
void bind_gradients(const char* name, Call& call, std::size_t first, const Args&... args) {
  std::uint64_t bound = 0;
  const auto bind = [&]<fixed_string Name, class B>(const gradient_binding<Name, B>& b) {
    constexpr std::size_t slot = parameter_slot_of<Program>(Name.view());
    static_assert(
        slot < Program.parameters.size() && ((Channels >> (slot & 63)) & 1) != 0,
        "ogive: gradient<...> = range: the parameter has one value in this call, and g[param<...>] is its gradient; "
        "bind param<...> to a range too");
    check_channels(name, Name.view(), b.value.size, call.columns);
    for (std::size_t j = 0; j != b.value.size; ++j) b.value.data[j] = 0;
    call.out[first + slot] = {b.value.data, 1, b.value.size, b.value.size};
    bound |= std::uint64_t{1} << slot;
  };
  const auto look = [&]<class A>(const A& a) {
    if constexpr (requires { bind(a); }) bind(a);
  };
  (look(args), ...);
  for (std::size_t p = 0; p != Program.parameters.size(); ++p) {
    if (((Channels >> p) & 1) != 0 && ((bound >> p) & 1) == 0)
      fail("%s: parameter %.*s is bound to a value for each column; say where its gradient goes: gradient<...> = range",
           name, static_cast<int>(Program.parameters[p].name.size()), Program.parameters[p].name.data());
  }
}

/// in..., upstream..., grad... . `Program` takes the inputs and upstream gradients of F, and numbers that were kept.
template <auto F, const auto& Program, std::uint64_t Channels, class T, std::size_t Matrices, class... Args>
auto backward_matrices(const char* name, std::array<matrix_view<T>, Matrices> m, const Args&... args) {
  constexpr const auto& kinds = gradient_kinds<Program, Channels>;
  constexpr auto result_varies = results_of_columns<row_program<F, Channels>, Channels>();
  constexpr std::size_t results = result_varies.size(), parameters = Program.parameters.size();
  constexpr std::size_t inputs = (Matrices - results) / 2, reads = inputs + results;
  constexpr std::size_t kept_count = Program.inputs.size() - reads;
  using kernel = row_kernel<Program, Channels, kinds, T>;
  typename kernel::call call;
  call.rows = m[0].rows, call.columns = m[0].columns;
  check_columns(name, call.rows, call.columns);
  for (std::size_t k = 0; k != m.size(); ++k) {
    const bool one_for_each_row = k >= inputs && k < reads && !result_varies[k - inputs];
    check_shape(name, {call.rows, call.columns}, k, one_for_each_row, m[k]);
  }
  check_overlaps(name, reads, m);
  for (std::size_t k = 0; k != reads; ++k) call.in[k] = m[k];
  for (std::size_t k = 0; k != inputs; ++k) call.out[k] = m[reads + k];
  if constexpr ((is_row_numbers<Args> || ...)) {
    std::array<matrix_view<T>, kept_count> kept;
    spread_numbers(name, kept_numbers<T>(args...), call.rows, kept);
    for (std::size_t k = 0; k != kept_count; ++k) call.in[reads + k] = kept[k];
  }
  bind_rows<Program>(name, call, args...);
  bind_gradients<Program, Channels>(name, call, inputs, args...);
  kernel(call).run();
  parameter_gradients<Program, T, Channels> gradients;
  for (std::size_t p = 0; p != parameters; ++p) gradients.values[p] = static_cast<T>(call.totals[inputs + p]);
  return gradients;
}

/// The number of channels of a call on plain ranges, whose parameters are bound to a value for each: rows of as many.
template <const auto& Program, class... Args>
std::size_t channel_count(const Args&... args) {
  std::size_t count = 0;
  for_each_binding<Program>(
      [&]<class B>(std::size_t, const B& value) {
        if constexpr (!std::is_arithmetic_v<B>) count = count == 0 ? value.size : count;
      },
      args...);
  return count;
}

/// Plain ranges as matrices of rows with one column for each channel.
template <class T, std::size_t Count>
void split_into_rows(const char* call, std::array<matrix_view<T>, Count>& m, std::size_t columns) {
  for (std::size_t k = 0; k != Count; ++k) {
    if (columns == 0 || m[k].columns % columns != 0)
      fail(
          "%s: argument %zu has %zu elements and a parameter is bound to %zu values; pass whole rows, with one column "
          "for "
          "each value",
          call, k + 1, m[k].columns, columns);
    m[k] = {m[k].data, m[k].columns / columns, columns, columns};
  }
}

/// map and map_with_derivative with a value for each channel.
template <const auto& Program, std::uint64_t Channels, class T, class... Args>
void map_channels(const char* name, const Args&... args) {
  auto m = matrices_of<T, Program.inputs.size() + Program.results.size()>(args...);
  split_into_rows(name, m, channel_count<Program>(args...));
  map_matrices<Program, Channels, T>(name, m, args...);
}

}  // namespace detail

}  // namespace ogive
