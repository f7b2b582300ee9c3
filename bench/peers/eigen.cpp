// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Eigen's array functions, on maps of the same memory.
#include <Eigen/Core>

#include "contender.hpp"

namespace ogive::bench {
namespace {

template <class F>
void add_value(contenders& all, const char* name, F f) {
  all.push_back({name, pass::value, "Eigen", ready([f](const arrays& a) {
                   const Eigen::Map<const Eigen::ArrayXf> x(a.x, static_cast<Eigen::Index>(a.n));
                   Eigen::Map<Eigen::ArrayXf> y(a.y, static_cast<Eigen::Index>(a.n));
                   f(x, y);
                 })});
}

}  // namespace

void add_eigen(contenders& all) {
  add_value(all, "exp", [](const auto& x, auto& y) { y = x.exp(); });
  add_value(all, "expm1", [](const auto& x, auto& y) { y = x.expm1(); });
  add_value(all, "log", [](const auto& x, auto& y) { y = x.log(); });
  add_value(all, "log1p", [](const auto& x, auto& y) { y = x.log1p(); });
  add_value(all, "tanh", [](const auto& x, auto& y) { y = x.tanh(); });
  add_value(all, "sin", [](const auto& x, auto& y) { y = x.sin(); });
  add_value(all, "sigmoid", [](const auto& x, auto& y) { y = x.logistic(); });
}

}  // namespace ogive::bench
