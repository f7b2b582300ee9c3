// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of the formulas over rows, for every one in the catalogue: the vector-Jacobian product equals differences of the
// value, by each element and each parameter; float agrees with double; a row's result does not depend on its
// neighbours; NaN goes through. And every row of tests/reference/softmax.csv.
#include <sstream>

#include "laws/tables.hpp"

using namespace laws;

namespace {

template <class Law>
void for_each_row_formula(Law law) {
  for (const record& r : catalogue::table()) {
    if (r.over_rows && r.results == 1) law(r);
  }
}

std::size_t width(const record& r, std::size_t columns) { return r.one_for_each_row ? 1 : columns; }

template <class T>
std::vector<T> map_rows(const record& r, const columns<T>& in, std::size_t rows, std::size_t columns,
                        const std::vector<T>& parameters) {
  std::vector<T> out(rows * width(r, columns));
  T* const to = out.data();
  r.of<T>().map_rows(pointers<T>(in).data(), &to, rows, columns, parameters.data());
  return out;
}

template <class T>
gradients<T> backward_rows(const record& r, const columns<T>& in, const std::vector<T>& upstream, std::size_t rows,
                           std::size_t columns, const std::vector<T>& parameters) {
  gradients<T> g{laws::columns<T>(in.size(), std::vector<T>(in[0].size())), std::vector<T>(r.parameters.size())};
  r.of<T>().backward_rows(pointers<T>(in).data(), upstream.data(), pointers<T>(g.inputs).data(), rows, columns,
                          parameters.data(), g.parameters.data());
  return g;
}

/// Inputs away from each other's kinks: x in (−2, 3), targets in (0.1, 0.9).
template <class T>
columns<T> sample(const record& r, std::size_t n) {
  columns<T> in(r.inputs.size(), std::vector<T>(n));
  for (std::size_t i = 0; i != n; ++i) {
    in[0][i] = static_cast<T>(static_cast<double>(i * 37 % 41) / 8 - 2);
    for (std::size_t k = 1; k != in.size(); ++k) in[k][i] = static_cast<T>(0.1 + static_cast<double>(i * 23 % 43) / 54);
  }
  return in;
}

template <class T>
std::vector<T> upstream_for(std::size_t n) {
  std::vector<T> up(n);
  for (std::size_t i = 0; i != n; ++i) up[i] = static_cast<T>(static_cast<double>(i * 29 % 17) / 8 - 0.8);
  return up;
}

/// Compares where the differences are sure of themselves: at a kink nearby they are not. The rounding of the values
/// shows in them, divided by the smallest step, a fortieth of the first one.
int compare(const std::string& what, double derived, const difference& expected, double scale, double step) {
  if (!(expected.error <= 1e-9 * scale)) return 0;
  INFO(what << ": derived " << derived << ", differences " << expected.value << " ± " << expected.error);
  const double rounding = 40 * 10 * std::numeric_limits<double>::epsilon() / step;
  CHECK(std::abs(derived - expected.value) <= (1e-8 + rounding) * scale);
  return 1;
}

}  // namespace

TEST_CASE("the vector-Jacobian product equals differences") {
  for_each_row_formula([](const record& r) {
    constexpr std::size_t rows = 2;
    for (const std::size_t columns : {std::size_t{1}, std::size_t{3}, std::size_t{21}}) {
      const laws::columns<double> in = sample<double>(r, rows * columns);
      const std::vector<double> up = upstream_for<double>(rows * width(r, columns));
      for (const auto& parameters : {initial_values(r), other_values(r)}) {
        const gradients<double> g = backward_rows(r, in, up, rows, columns, parameters);
        const auto product = [&](const laws::columns<double>& x, const std::vector<double>& p) {
          const std::vector<double> out = map_rows(r, x, rows, columns, p);
          double sum = 0;
          for (std::size_t i = 0; i != out.size(); ++i) sum += up[i] * out[i];
          return sum;
        };
        const double scale = std::max(1.0, std::abs(product(in, parameters)));
        int compared = 0, asked = 0;
        for (std::size_t k = 0; k != in.size(); ++k) {
          for (std::size_t i = 0; i != in[k].size(); ++i, ++asked) {
            const difference expected = ridders(
                [&](double h) {
                  laws::columns<double> moved = in;
                  moved[k][i] += h;
                  return product(moved, parameters);
                },
                0.02);
            std::ostringstream what;
            what << r.name << ", " << columns << " columns, by " << r.inputs[k] << " at " << i;
            compared += compare(what.str(), g.inputs[k][i], expected, scale, 0.02);
          }
        }
        for (std::size_t p = 0; p != parameters.size(); ++p, ++asked) {
          const double step = std::min(0.02, 0.1 * std::abs(parameters[p]) + 1e-7);
          const difference expected = ridders(
              [&](double h) {
                std::vector<double> moved = parameters;
                moved[p] += h;
                return product(in, moved);
              },
              step);
          std::ostringstream what;
          what << r.name << ", " << columns << " columns, by " << r.parameters[p].name;
          compared += compare(what.str(), g.parameters[p], expected, std::max(scale, std::abs(expected.value)), step);
        }
        INFO(r.name << ": " << compared << " of " << asked);
        CHECK(2 * compared > asked);
      }
    }
  });
}

TEST_CASE("float agrees with double over rows of every length") {
  for_each_row_formula([](const record& r) {
    constexpr std::size_t rows = 3;
    for (std::size_t columns = 1; columns != 36; ++columns) {
      const laws::columns<double> in = sample<double>(r, rows * columns);
      laws::columns<float> single;
      for (const std::vector<double>& c : in) single.emplace_back(c.begin(), c.end());
      const std::vector<double> up = upstream_for<double>(rows * width(r, columns));
      const std::vector<float> single_up(up.begin(), up.end());
      const std::vector<double> wide = map_rows(r, in, rows, columns, initial_values(r));
      const std::vector<float> narrow = map_rows(r, single, rows, columns, initial_values<float>(r));
      const gradients<double> g = backward_rows(r, in, up, rows, columns, initial_values(r));
      const gradients<float> s = backward_rows(r, single, single_up, rows, columns, initial_values<float>(r));
      INFO(r.name << ", " << columns << " columns");
      for (std::size_t i = 0; i != wide.size(); ++i)
        CHECK(static_cast<double>(narrow[i]) == Approx(wide[i]).epsilon(1e-5).margin(1e-5));
      for (std::size_t k = 0; k != in.size(); ++k) {
        for (std::size_t i = 0; i != in[k].size(); ++i)
          CHECK(static_cast<double>(s.inputs[k][i]) == Approx(g.inputs[k][i]).epsilon(1e-4).margin(1e-4));
      }
    }
  });
}

TEMPLATE_TEST_CASE("a row's result does not depend on its neighbours, and NaN stays in its row", "", float, double) {
  using T = TestType;
  for_each_row_formula([](const record& r) {
    constexpr std::size_t rows = 3, columns = 19;
    laws::columns<T> in = sample<T>(r, rows * columns);
    const std::vector<T> before = map_rows(r, in, rows, columns, initial_values<T>(r));
    in[0][columns + 4] = std::numeric_limits<T>::quiet_NaN();
    const std::vector<T> after = map_rows(r, in, rows, columns, initial_values<T>(r));
    INFO(r.name);
    const std::size_t w = width(r, columns);
    bool reached = false;
    for (std::size_t i = 0; i != after.size(); ++i) {
      if (i / w != 1) CHECK(ulp_distance(after[i], before[i]) == 0);
      else reached = reached || std::isnan(after[i]);
    }
    CHECK(reached);
  });
}

namespace {

template <class T>
bool agrees(T computed, const std::string& cell, double scale) {
  const double expected = number_in(cell), error = std::abs(static_cast<double>(computed) - expected);
  if constexpr (sizeof(T) == 8) return error <= 1e-12 * std::abs(expected) || error <= 1e-15 * scale;
  return ulp_distance(computed, static_cast<T>(expected)) <= 4 || error <= 2e-7 * scale;
}

}  // namespace

TEMPLATE_TEST_CASE("the table of softmax, its logarithm and cross entropy holds", "", float, double) {
  using T = TestType;
  const std::vector<table_row> rows = read_table("softmax.csv");
  REQUIRE(rows.size() > 15);
  const auto record_of = [](const char* name) {
    const record* const r = catalogue::find(name);
    REQUIRE(r != nullptr);
    return r;
  };
  const record *const softmax = record_of("softmax"), *const log_softmax = record_of("log_softmax"),
                      *const log_sum_exp = record_of("log_sum_exp"), *const cross_entropy = record_of("cross_entropy");
  for (const table_row& row : rows) {
    std::vector<T> z;
    double scale = 0;
    for (const std::string& logit : split(row.at("logits"), " ")) {
      z.push_back(static_cast<T>(number_in(logit)));
      scale = std::max(scale, std::abs(number_in(logit)));
    }
    const std::size_t i = std::stoul(row.at("i")), n = z.size();
    std::vector<T> target(n, T{0});
    target[i] = 1;
    const std::vector<T> none = initial_values<T>(*cross_entropy);
    const auto check = [&](const char* column, T computed, double of_terms) {
      std::ostringstream text;
      text.precision(17);
      text << computed;
      INFO(row.at("logits") << ", i = " << i << ", " << column << ": " << text.str() << ", expected "
                            << row.at(column));
      CHECK(agrees(computed, row.at(column), of_terms));
    };
    check("softmax_i", map_rows<T>(*softmax, {z}, 1, n, {})[i], 0);
    check("log_softmax_i", map_rows<T>(*log_softmax, {z}, 1, n, {})[i], scale);
    check("logsumexp", map_rows<T>(*log_sum_exp, {z}, 1, n, {})[0], scale);
    check("ce_if_target_i", map_rows<T>(*cross_entropy, {z, target}, 1, n, none)[0], scale);
    check("dce_dz_i_if_target_i", backward_rows<T>(*cross_entropy, {z, target}, {1}, 1, n, none).inputs[0][i], 1);
  }
}

TEMPLATE_TEST_CASE("inputs over rows that broke other libraries", "", float, double) {
  using T = TestType;
  constexpr T infinity = std::numeric_limits<T>::infinity();
  const record *const softmax = catalogue::find("softmax"), *const log_sum_exp = catalogue::find("log_sum_exp"),
                      *const cross_entropy = catalogue::find("cross_entropy");
  REQUIRE((softmax != nullptr && log_sum_exp != nullptr && cross_entropy != nullptr));
  const auto near = [](T computed, double expected) {
    return ulp_distance(computed, static_cast<T>(expected)) <= (sizeof(T) == 4 ? 4 : 4500);  // 1e-12 in double
  };
  SECTION("R18: the product keeps the small difference") {
    const double x = 37.42994775023705, s = 5.551115123125775478853521e-17;
    const std::vector<T> g = backward_rows<T>(*softmax, {{static_cast<T>(x), 0}}, {1, 0}, 1, 2, {}).inputs[0];
    INFO(g[0] << ", " << g[1]);
    if (sizeof(T) == 8) CHECK((near(g[0], s) && near(g[1], -s)));
    CHECK((g[0] > 0 && g[1] < 0));
  }
  SECTION("R42: cross entropy of far logits") {
    const columns<T> in{{-431, 279, 427}, {1, 0, 0}};
    const std::vector<T> parameters = initial_values<T>(*cross_entropy);
    CHECK(near(map_rows<T>(*cross_entropy, in, 1, 3, parameters)[0], 858));
    const std::vector<T> g = backward_rows<T>(*cross_entropy, in, {1}, 1, 3, parameters).inputs[0];
    INFO(g[0] << ", " << g[1] << ", " << g[2]);
    CHECK((near(g[0], -1) && near(g[1], 5.301718666092323586706508e-65) && near(g[2], 1)));
  }
  SECTION("R43a: log-sum-exp of a row that is masked as a whole is minus infinity or NaN, as the gradient") {
    const T value = map_rows<T>(*log_sum_exp, {{-infinity, -infinity}}, 1, 2, {})[0];
    CHECK((value == -infinity || std::isnan(value)));
  }
  SECTION("R43b: a masked entry has probability 0 and no gradient") {
    const columns<T> in{{4, -infinity, 4, 4, 4}};
    const std::vector<T> p = map_rows<T>(*softmax, in, 1, 5, {});
    const std::vector<T> g = backward_rows<T>(*softmax, in, {1, 2, 3, 4, 5}, 1, 5, {}).inputs[0];
    for (std::size_t i = 0; i != 5; ++i) {
      INFO(i << ": " << p[i] << ", gradient " << g[i]);
      CHECK(std::isfinite(g[i]));
      CHECK(near(p[i], i == 1 ? 0 : 0.25));
    }
    CHECK(g[1] == 0);
  }
}
