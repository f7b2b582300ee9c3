// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::evaluate<f>(v..., bindings...): pass numbers, then bindings param<...> = value; for ranges there is
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
auto call(std::vector<float>& a) { return ogive::evaluate<2 * x>(a); }
#else
auto call(std::vector<float>& a) { return ogive::evaluate<2 * x>(a[0]); }
#endif
