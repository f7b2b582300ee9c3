// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The laws of rewriting and differentiation on random programs, which hold what no catalogue has: rewriting ends, keeps
// the value, changes nothing the second time, adds no cost; derivatives equal differences. A fixed seed, a few seconds;
// OGIVE_RANDOM_PROGRAMS in the environment asks for more.
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

int program_count() {
  const char* const wanted = std::getenv("OGIVE_RANDOM_PROGRAMS");
  return wanted != nullptr ? std::atoi(wanted) : 3000;
}

/// A program of one input and one parameter whose values stay in a range where rounding does not drown the comparison.
program random_program(std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  program p;
  p.inputs.push_back("x");
  p.parameters.push_back({"p", 0.75});
  std::vector<program::position> values{p.emit(operation::input, 0), p.emit(operation::parameter, 0)};
  const double numbers[] = {-2, -1, -0.5, 0, 0.25, 1, 2, 3};
  const auto any = [&] { return below(5) == 0 ? p.emit_number(numbers[below(8)]) : values[below(values.size())]; };
  const operation binary[] = {operation::add,      operation::add,      operation::subtract,
                              operation::subtract, operation::multiply, operation::multiply};
  const operation unary[] = {operation::negate, operation::negate, operation::abs,     operation::sign,
                             operation::tanh,   operation::sech2,  operation::sigmoid, operation::softplus,
                             operation::erf,    operation::pdf,    operation::cdf,     operation::sin,
                             operation::cos,    operation::atan,   operation::asinh,   operation::floor};
  const auto beside_one = [&](program::position u) { return p.emit(operation::add, p.emit_number(1), u); };
  const auto at_least_one = [&] { return beside_one(p.emit(operation::abs, any())); };
  for (std::size_t steps = 3 + below(10); steps != 0; --steps) {
    switch (below(13)) {
      case 0:
      case 1:
      case 2:
      case 3: values.push_back(p.emit(binary[below(6)], any(), any())); break;
      case 4:
      case 5:
      case 6: values.push_back(p.emit(unary[below(16)], any())); break;
      case 7: values.push_back(p.emit(operation::divide, any(), at_least_one())); break;
      case 8: values.push_back(p.emit(operation::exp, p.emit(operation::negate, any()))); break;
      case 9: {  // u / (1 + exp(±v))
        const program::position v = any();
        const program::position e = p.emit(operation::exp, below(2) == 0 ? v : p.emit(operation::negate, v));
        values.push_back(p.emit(operation::divide, any(), beside_one(e)));
        break;
      }
      case 10: {  // a whole power of anything, or any power of what is positive
        if (below(2) == 0) values.push_back(p.emit(operation::pow, any(), p.emit_number(numbers[below(8)])));
        else values.push_back(p.emit(operation::pow, at_least_one(), p.emit(operation::tanh, any())));
        break;
      }
      case 11: values.push_back(p.emit(operation::with_gradient, any(), any())); break;
      default: {
        instruction choice{.op = below(2) == 0 ? operation::where_less : operation::where_less_equal};
        for (std::int16_t& argument : choice.arguments) argument = static_cast<std::int16_t>(any());
        choice.value = static_cast<double>(below(5));  // a rule for kinks
        values.push_back(p.emit(choice));
      }
    }
  }
  p.results.push_back(values.back());
  return without_dead_code(p);
}

std::string listing(const program& p) {
  std::ostringstream out;
  for (std::size_t i = 0; i != p.code.size(); ++i) {
    const instruction& s = p.code[i];
    out << i << ": " << rule_of(s.op).name << '#' << static_cast<int>(s.op) << ' ' << s.value;
    for (int k = 0; k != arity(s.op); ++k) out << ' ' << s.arguments[static_cast<std::size_t>(k)];
    out << '\n';
  }
  return out.str();
}

/// The largest value of any step: what rounding is relative to; infinity if a step is no number.
double scale_at(const program& p, double x) {
  double largest = 1;
  for (std::size_t i = 0; i != p.code.size(); ++i) {
    program part = p;
    part.results = {static_cast<program::position>(i)};
    const double size = std::abs(runnable(part)(x));
    largest = size <= largest ? largest : std::isnan(size) ? std::numeric_limits<double>::infinity() : size;
  }
  return largest;
}

/// Where values are larger than this, or are none, rounding may drown the comparison.
constexpr double largest_scale = 1e4;

/// Is no choice of the program at x so close that rounding decides it?
bool is_decided_at(const program& p, double x) {
  for (const instruction& i : p.code) {
    const bool choice = i.op == operation::where_less || i.op == operation::where_less_equal;
    if (!choice && i.op != operation::sign && i.op != operation::floor) continue;
    const auto value = [&](std::size_t k) {
      program part = p;
      part.results = {i.arguments[k]};
      return runnable(part)(x);
    };
    const double threshold = choice ? value(1) : i.op == operation::floor ? std::round(value(0)) : 0;
    if (std::abs(value(0) - threshold) < 1e-9) return false;
  }
  return true;
}

/// The program in which with_gradient(u, v) is v plus the number that makes it u at x: its differences are the
/// derivatives that a program with marks shall have.
program with_gradients_as_values(const program& p, double x) {
  program to = p.fresh();
  std::vector<program::position> moved;
  for (const instruction& i : p.code) {
    instruction step = i;
    for (int k = 0; k != arity(i.op); ++k) {
      std::int16_t& argument = step.arguments[static_cast<std::size_t>(k)];
      argument = static_cast<std::int16_t>(moved[static_cast<std::size_t>(argument)]);
    }
    if (i.op == operation::with_gradient) {
      const auto value = [&](std::size_t k) {
        program part = p;
        part.results = {i.arguments[k]};
        return runnable(part)(x);
      };
      moved.push_back(to.emit(operation::add, step.arguments[1], to.emit_number(value(0) - value(1))));
    } else {
      moved.push_back(to.emit(step));
    }
  }
  to.results.push_back(moved[static_cast<std::size_t>(p.results[0])]);
  return to;
}

}  // namespace

TEST_CASE("random programs are rewritten to their equals") {
  std::mt19937 random(20261124);
  int compared = 0;
  for (int n = program_count(); n != 0; --n) {
    const program raw = random_program(random);
    INFO(listing(raw));
    const program once = rewrite_exactly(raw), twice = rewrite_exactly(once);
    INFO("rewritten:\n" << listing(once) << "again:\n" << listing(twice));
    REQUIRE(once.code == twice.code);
    program simple = raw;
    simple.rules = rewriting::exact;  // what is written naively may cost more to compute stably
    REQUIRE(cost(rewrite_exactly(simple)) <= cost(raw));
    const runnable before(raw), after(once);
    for (const double x : {-2.3125, -0.40625, 0.59375, 1.71875}) {
      const double scale = scale_at(raw, x);
      if (!(scale <= largest_scale) || !is_decided_at(raw, x)) continue;
      INFO("x = " << x << ": " << before(x) << " becomes " << after(x));
      REQUIRE(std::abs(before(x) - after(x)) <= 1e-12 * scale);
      ++compared;
    }
  }
  REQUIRE(compared > 2 * program_count());
}

TEST_CASE("random programs have the derivatives of their differences") {
  std::mt19937 random(4112620);
  int compared = 0;
  for (int n = program_count(); n != 0; --n) {
    const program value = rewrite_exactly(random_program(random));
    for (const double x : {-1.3125, 0.71875}) {
      const double size = scale_at(value, x);
      if (!(size <= largest_scale) || !is_decided_at(value, x)) continue;
      const runnable f(with_gradients_as_values(value, x));
      for (const symbol_slot symbol : {symbol_slot{operation::input, 0}, symbol_slot{operation::parameter, 0}}) {
        const program slope = differentiate(value, {symbol}, false);
        const double scale = std::max(size, scale_at(slope, x));
        if (!(scale <= largest_scale)) continue;
        const difference expected = ridders(
            [&](double h) {
              runnable g = f;
              if (symbol.kind == operation::parameter) g.parameters[0] += h;
              return g(symbol.kind == operation::input ? x + h : x);
            },
            0.004);
        if (!(expected.error <= 1e-9 * scale)) continue;  // a kink nearby, or too steep
        const double got = runnable(slope)(x);
        INFO(listing(value) << "derivative:\n"
                            << listing(slope) << "at " << x << ": " << got << ", differences " << expected.value);
        REQUIRE(std::abs(got - expected.value) <= 1e-7 * scale);
        ++compared;
      }
    }
  }
  REQUIRE(compared > 3 * program_count());
}
