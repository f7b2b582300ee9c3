// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. A program that reads rows on the registers of the machine, row by row: as many passes as its plan
// says, reductions in between. rows.hpp checks the calls and begins here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/calculus/rows.hpp>
#include <ogive/kernel/execute.hpp>
#include <ogive/kernel/matrix_view.hpp>
#include <ogive/kernel/widening.hpp>

namespace ogive::detail {

/// Where a result of a row program goes.
enum class row_result {
  each_column,  ///< out(row, column)
  each_row,     ///< out(row, 0)
  column_sums,  ///< out(0, column) += : the gradient of a parameter with a value for each channel
  total,        ///< added up over the rows, in double: the gradient of a parameter
};

/// The memory and numbers of a call.
template <class T, std::size_t Inputs, std::size_t Results, std::size_t Parameters>
struct row_call {
  std::array<matrix_view<const T>, Inputs> in{};
  std::array<matrix_view<T>, Results> out{};
  std::size_t rows = 0, columns = 0;
  std::array<T, Parameters> numbers{};          // of parameters that have one value
  std::array<const T*, Parameters> channels{};  // of parameters that have one for each column
  std::array<double, Results> totals{};
};

template <class V>
OGIVE_INLINE V column_numbers() {
  element_t<V> numbers[lanes<V>];
  for (std::size_t l = 0; l != lanes<V>; ++l) numbers[l] = static_cast<element_t<V>>(l);
  return load<V>(numbers);
}

/// One reduction over the columns of a row, by its operation. Sums: lane l of 64 bytes adds the columns l, l + lanes, …
/// in ascending order. NaN stays.
template <class V>
struct row_accumulator {
  V value, column;                                // `column` is that of the first maximum in each lane
  std::array<double_register<V>, halves<V>> sum;  // floats are added in double

  static V lowest() { return broadcast<V>(-std::numeric_limits<double>::infinity()); }

  template <operation Op>
  OGIVE_INLINE void begin() {
    value = lowest();
    column = broadcast<V>(0);
    for (auto& half : sum) half = broadcast<double_register<V>>(0);
  }

  template <operation Op>
  OGIVE_INLINE void add(const V& v, const V& index) {
    if constexpr (Op == operation::row_sum) {
      for (std::size_t h = 0; h != halves<V>; ++h) sum[h] = sum[h] + widened(v, h);
    } else {
      const auto greater = less(value, v);
      if constexpr (Op == operation::row_argmax) column = choose(greater, index, column);
      value = choose(is_nan(v), v, choose(greater, v, value));
    }
  }

  /// The same for the first `rest` lanes only.
  template <operation Op>
  OGIVE_INLINE void add_some(const V& v, const V& index, std::size_t rest) {
    if constexpr (Op == operation::row_sum) {
      add<Op>(zero_from(v, rest), index);
    } else {
      const auto inside = less(column_numbers<V>(), broadcast<V>(static_cast<double>(rest)));
      add<Op>(choose(inside, v, lowest()), index);
    }
  }

  template <operation Op>
  OGIVE_INLINE void join(const row_accumulator& other) {
    if constexpr (Op == operation::row_sum) {
      for (std::size_t h = 0; h != halves<V>; ++h) sum[h] = sum[h] + other.sum[h];
    } else {
      if constexpr (Op == operation::row_argmax) {
        const V lesser = choose(less(other.column, column), other.column, column);
        const V tied = choose(equal(value, other.value), lesser, column);
        column = choose(less(value, other.value), other.column, tied);
      }
      value = choose(is_nan(other.value), other.value, choose(less(value, other.value), other.value, value));
    }
  }

  /// The result, in every lane.
  template <operation Op>
  OGIVE_INLINE V reduced() {
    using T = element_t<V>;
    if constexpr (Op == operation::row_sum) {
      if constexpr (halves<V> == 2) sum[0] = sum[0] + sum[1];
      return broadcast<V>(static_cast<double>(reduce_add(sum[0])));
    } else {
      T values[lanes<V>], columns[lanes<V>];
      detail::store(values, value);
      detail::store(columns, column);
      T best = values[0], where = columns[0];
      for (std::size_t l = 1; l != lanes<V>; ++l) {
        const bool greater = values[l] > best || (values[l] == best && columns[l] < where);
        where = greater ? columns[l] : where;
        best = greater || values[l] != values[l] ? values[l] : best;
      }
      return V(Op == operation::row_max ? best : where);
    }
  }
};

/// A row program with its plan, for one type of element.
template <const auto& Program, std::uint64_t Channels, auto Kinds, class T>
class row_kernel {
 public:
  static constexpr std::size_t inputs = Program.inputs.size(), results = Program.results.size(),
                               parameters = Program.parameters.size(), steps = Program.code.size();
  using call = row_call<T, inputs, results, parameters>;
  static constexpr auto plan = plan_rows<Program>(Channels, [] {
    std::uint64_t columns = 0;
    for (std::size_t r = 0; r != results; ++r) {
      if (Kinds[r] == row_result::each_column || Kinds[r] == row_result::column_sums) columns |= std::uint64_t{1} << r;
    }
    return columns;
  }());

  explicit row_kernel(call& c) : call_(&c) {}

  void run() {
    for (row_ = 0; row_ != call_->rows; ++row_) {
      [&]<std::size_t... P>(std::index_sequence<P...>) __attribute__((always_inline)) {
        ((once_for_row<static_cast<int>(P)>(every_step), pass<static_cast<int>(P)>()), ...);
      }
      (std::make_index_sequence<static_cast<std::size_t>(plan.passes)>{});
      once_for_row<plan.passes>(every_step);
      each_result([&]<std::size_t R>(std::integral_constant<std::size_t, R>) __attribute__((always_inline)) {
        const auto value = static_cast<T>(first_lane(once_[position_of<R>]));
        if constexpr (Kinds[R] == row_result::each_row) *call_->out[R].row(row_) = value;
        if constexpr (Kinds[R] == row_result::total) call_->totals[R] += static_cast<double>(value);
      });
    }
  }

 private:
  /// What is computed with: doubles for floats where calculus/precision.hpp says so.
  using number_type = std::conditional_t<runs_in_double<Program, T>(), double, T>;
  using V = native_batch<number_type>;
  using values = std::array<V, steps>;

  call* call_;
  std::size_t row_ = 0;
  values once_{};  // the steps that are one number for the row

  template <std::size_t R>
  static constexpr auto position_of = static_cast<std::size_t>(Program.results[R]);

  static number_type first_lane(const V& v) {
    number_type lanes_of_v[lanes<V>];
    detail::store(lanes_of_v, v);
    return lanes_of_v[0];
  }

  /// act(r) for each result r, its number as a type.
  template <class Do>
  OGIVE_INLINE static void each_result(Do act) {
    for_each_place<results>(act);
  }
  static constexpr std::make_index_sequence<steps> every_step{};

  /// The steps that columns need in pass `Set`; for a negative `Set`, those that row_pick at step ~Set needs.
  template <int Set>
  static constexpr auto need = Set >= 0 ? plan.needed(Program, Set) : plan.needed_for_pick(Program, ~Set);

  /// The value of operand k of a step, from the columns or from the row.
  OGIVE_INLINE const V& operand(const instruction& i, int k, const values& column) const {
    const std::size_t place = operand_place(i, k);
    return plan.varies[place] ? column[place] : once_[place];
  }

  /// The value of a step that reads neither memory nor numbers. Like the next two it is one function for each operation,
  /// not for each step: the instruction is a constant of the caller.
  template <operation Op>
  OGIVE_INLINE V computed(const instruction& i, const values& column) const {
    return execute<Op>(operand(i, 0, column), operand(i, 1, column), operand(i, 2, column), operand(i, 3, column), i.value);
  }

  /// A step for some columns, if it is needed.
  template <bool Needed, operation Op, class Load>
  OGIVE_INLINE void column_step(V& result, const instruction& i, const values& column, const V& index, Load load) const {
    if constexpr (Needed) {
      const auto slot = static_cast<std::size_t>(i.arguments[0]);
      if constexpr (Op == operation::input) result = load(call_->in[slot].row(row_));
      else if constexpr (Op == operation::parameter) result = load(call_->channels[slot]);
      else if constexpr (Op == operation::at_column)
        result = choose(equal(index, operand(i, 0, column)), operand(i, 1, column), operand(i, 2, column));
      else result = computed<Op>(i, column);
    }
  }

  /// A step that is one number for the row, if it is of the level in question.
  template <bool Needed, operation Op>
  OGIVE_INLINE void row_step(V& result, const instruction& i) {
    if constexpr (Needed) {
      const auto slot = static_cast<std::size_t>(i.arguments[0]);
      if constexpr (Op == operation::number) result = broadcast<V>(i.value);
      else if constexpr (Op == operation::number_error) result = broadcast<V>(error_of_number<number_type>(i.value));
      else if constexpr (Op == operation::parameter) result = V(static_cast<number_type>(call_->numbers[slot]));
      else if constexpr (Op == operation::row_size) result = broadcast<V>(static_cast<double>(call_->columns));
      else if constexpr (Op == operation::row_input) result = V(static_cast<number_type>(*call_->in[slot].row(row_)));
      else result = computed<Op>(i, once_);
    }
  }

  /// Computes the steps of a set for some columns; `load(pointer)` takes their inputs from a row.
  template <int Set, class Load, std::size_t... I>
  OGIVE_INLINE void for_columns(values& column, const V& index, Load load, std::index_sequence<I...>) const {
    (column_step<need<Set>[I], Program.code[I].op>(column[I], Program.code[I], column, index, load), ...);
  }

  /// Whether step k is one number for the row and becomes known at this level.
  static constexpr bool known_at(std::size_t k, int level) {
    return !plan.varies[k] && plan.level[k] == level && !is_reduction(Program.code[k].op);
  }

  /// The steps of one level that are one number for the row.
  template <int Level, std::size_t... I>
  OGIVE_INLINE void once_for_row(std::index_sequence<I...>) {
    ([&] {
      if constexpr (known_at(I, Level) && Program.code[I].op == operation::row_pick) once_[I] = picked<I>();
      else row_step<known_at(I, Level), Program.code[I].op>(once_[I], Program.code[I]);
    }(), ...);
  }

  /// row_pick(u, j): the steps below u for one column.
  template <std::size_t I>
  OGIVE_INLINE V picked() const {
    constexpr auto u = static_cast<std::size_t>(Program.code[I].arguments[0]);
    const V index = operand(Program.code[I], 1, once_);
    const auto j = static_cast<std::size_t>(first_lane(index));
    values column{};
    for_columns<~static_cast<int>(I)>(column, index, [&](const T* row) { return V(static_cast<number_type>(row[j])); },
                                      every_step);
    return V(first_lane(column[u]));
  }

  /// Independent sums hide the latency of an addition where there is little else to do.
  template <int Pass>
  static constexpr std::size_t accumulator_sets() {
    int work = 0;
    for (std::size_t k = 0; k != steps; ++k) {
      if (need<Pass>[k] && arity(Program.code[k].op) != 0) work += rule_of(Program.code[k].op).name.empty() ? 1 : 8;
    }
    return work <= 4 ? 4 : 1;
  }

  template <int Pass>
  OGIVE_INLINE void pass() {
    static constexpr bool last = Pass == plan.passes - 1;
    static constexpr std::size_t sets = last ? 1 : accumulator_sets<Pass>();
    constexpr std::size_t width = lanes<V>, parts = parts_of_sum<V>, registers = sets * parts;
    const std::size_t n = call_->columns;
    const V numbers = column_numbers<V>();
    std::array<std::array<row_accumulator<V>, steps>, registers> reductions;
    for (auto& set : reductions) {
      each_reduction<Pass>([&]<std::size_t I>(std::integral_constant<std::size_t, I>)
                               __attribute__((always_inline)) { set[I].template begin<Program.code[I].op>(); });
    }
    const auto block = [&](std::size_t j, std::array<row_accumulator<V>, steps> & into) __attribute__((always_inline)) {
      values column{};
      const V index = numbers + broadcast<V>(static_cast<double>(j));
      for_columns<Pass>(
          column, index, [&](const T* row) __attribute__((always_inline)) { return load_as<V>(row + j); },
          every_step);
      each_reduction<Pass>([&]<std::size_t I>(std::integral_constant<std::size_t, I>) __attribute__((always_inline)) {
        into[I].template add<Program.code[I].op>(operand(Program.code[I], 0, column), index);
      });
      if constexpr (last)
        put(
            column, j, [&](T * to, const V& v) __attribute__((always_inline)) { store_as(to, v); },
            [&](const T* from) __attribute__((always_inline)) { return load_as<V>(from); });
    };
    std::size_t j = 0;
    if constexpr (sets != 1) {
      for (; j + registers * width <= n; j += registers * width) {
        for (std::size_t s = 0; s != registers; ++s) block(j + s * width, reductions[s]);
      }
    }
    for (; j + width <= n; j += width) block(j, reductions[j / width % parts]);
    if (const std::size_t rest = n - j; rest != 0) {
      values column{};
      const V index = numbers + broadcast<V>(static_cast<double>(j));
      const auto some = [&](const T* row) __attribute__((always_inline)) { return load_partial_as<V>(row + j, rest); };
      for_columns<Pass>(column, index, some, every_step);
      each_reduction<Pass>([&]<std::size_t I>(std::integral_constant<std::size_t, I>) __attribute__((always_inline)) {
        reductions[j / width % parts][I].template add_some<Program.code[I].op>(operand(Program.code[I], 0, column), index, rest);
      });
      if constexpr (last)
        put(
            column, j, [&](T * to, const V& v) __attribute__((always_inline)) { store_partial_as(to, v, rest); },
            [&](const T* from) __attribute__((always_inline)) { return load_partial_as<V>(from, rest); });
    }
    each_reduction<Pass>([&]<std::size_t I>(std::integral_constant<std::size_t, I>) __attribute__((always_inline)) {
      constexpr operation op = Program.code[I].op;
      for (std::size_t s = parts; s != registers; ++s) reductions[s % parts][I].template join<op>(reductions[s][I]);
      for (std::size_t half = parts / 2; half != 0; half /= 2) {
        for (std::size_t s = 0; s != half; ++s) reductions[s][I].template join<op>(reductions[s + half][I]);
      }
      once_[I] = reductions[0][I].template reduced<op>();
    });
  }

  /// act(k) for the reductions k of a pass, each with its number as a type.
  template <int Pass, class Do>
  OGIVE_INLINE static void each_reduction(Do act) {
    static constexpr auto own = [] {
      std::array<std::size_t, steps> places{};
      std::size_t count = 0;
      for (std::size_t k = 0; k != steps; ++k) {
        if (is_reduction(Program.code[k].op) && plan.level[k] == Pass + 1) places[count++] = k;
      }
      return std::pair{places, count};
    }();
    for_each_place<own.second>([&](auto k) __attribute__((always_inline)) {
      act(std::integral_constant<std::size_t, own.first[k]>{});
    });
  }

  /// Stores the results of some columns, or adds them to the sums of their columns.
  template <class Store, class Load>
  OGIVE_INLINE void put(const values& column, std::size_t j, Store store, Load load) const {
    each_result([&]<std::size_t R>(std::integral_constant<std::size_t, R>) __attribute__((always_inline)) {
      constexpr std::size_t at = position_of<R>;
      const V& value = plan.varies[at] ? column[at] : once_[at];
      if constexpr (Kinds[R] == row_result::each_column) {
        store(call_->out[R].row(row_) + j, value);
      } else if constexpr (Kinds[R] == row_result::column_sums) {
        T* const sum = call_->out[R].data + j;
        store(sum, load(sum) + value);
      }
    });
  }
};

}  // namespace ogive::detail
