// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The loops that people write over <cmath>, and those that only move memory.
#include <cmath>

#include "contender.hpp"

namespace ogive::bench {
namespace {

template <class F>
void add_value(contenders& all, const char* name, F f) {
  all.push_back({name, pass::value, "std::", ready([f](const arrays& a) {
                   for (std::size_t i = 0; i != a.n; ++i) a.y[i] = f(a.x[i]);
                 })});
}

template <class F, class D>
void add_both(contenders& all, const char* name, F f, D d) {
  add_value(all, name, f);
  all.push_back({name, pass::value_and_derivative, "std::", ready([f, d](const arrays& a) {
                   for (std::size_t i = 0; i != a.n; ++i) {
                     a.y[i] = f(a.x[i]);
                     a.slope[i] = d(a.x[i]);
                   }
                 })});
  all.push_back({name, pass::backward, "std::", ready([d](const arrays& a) {
                   for (std::size_t i = 0; i != a.n; ++i) a.slope[i] = a.upstream[i] * d(a.x[i]);
                 })});
}

float logistic(float x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

void add_standard(contenders& all) {
  add_both(all, "mish", [](float x) { return x * std::tanh(std::log1p(std::exp(x))); },
           [](float x) {
             const float t = std::tanh(std::log1p(std::exp(x)));
             return t + x * (1 - t * t) * logistic(x);
           });
  add_both(all, "sigmoid", logistic, [](float x) { return logistic(x) * logistic(-x); });
  add_both(all, "swish", [](float x) { return x * logistic(x); },
           [](float x) { return logistic(x) * (1 + x * logistic(-x)); });
  add_value(all, "tanh", [](float x) { return std::tanh(x); });
  add_value(all, "gelu", [](float x) { return 0.5f * x * std::erfc(x * -0.70710678f); });
  add_value(all, "exp", [](float x) { return std::exp(x); });
  all.push_back({"memory", pass::value, "copy", ready([](const arrays& a) {
                   for (std::size_t i = 0; i != a.n; ++i) a.y[i] = a.x[i];
                 })});
  all.push_back({"memory", pass::value, "triad", ready([](const arrays& a) {
                   for (std::size_t i = 0; i != a.n; ++i) a.y[i] = a.x[i] + 0.5f * a.upstream[i];
                 })});
}

}  // namespace ogive::bench
