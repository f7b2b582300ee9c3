// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 0, base. The one door to Boost.Hana: heterogeneous values that live at run time (the layers of a
// network, the entries of the catalogue). Only the headers that are needed, never the umbrella.
#pragma once

#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/tuple.hpp>

namespace ogive {
namespace hana = boost::hana;
}  // namespace ogive
