# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# ogive_add_kernels(NAME FORMULAS header FUNCTIONS formula... [ARCHS sse2 avx2 avx512f])
#
# A library NAME with the header <NAME.hpp> and ordinary functions for formulas:
#     NAME::swish(in, out)    NAME::swish_with_derivative(in, out, slope)    NAME::swish_backward(in, upstream, grad)
# for spans of float and of double; parameters have their initial values. A formula of two inputs is written with their
# number, formulas::gate/2, and has NAME::gate(in1, in2, out), gate_with_derivative(in1, in2, out, slope1, slope2) and
# gate_backward(in1, in2, upstream, grad1, grad2). The formulas are compiled once for each
# instruction set, and the first call chooses what the processor and its operating system support.
#
# A template that is instantiated with AVX-512 in one object must not be what the linker takes for all: so the object of
# each instruction set is linked by itself, and all its symbols but one become local.
function(ogive_add_kernels name)
  cmake_parse_arguments(PARSE_ARGV 1 KERNELS "" "FORMULAS" "FUNCTIONS;ARCHS")
  if(NOT KERNELS_FORMULAS OR NOT KERNELS_FUNCTIONS OR KERNELS_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ogive_add_kernels(${name} FORMULAS header FUNCTIONS formula... [ARCHS arch...]): "
      "something is missing or unknown: ${KERNELS_UNPARSED_ARGUMENTS}")
  endif()
  cmake_path(ABSOLUTE_PATH KERNELS_FORMULAS BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
  if(NOT EXISTS ${KERNELS_FORMULAS})
    message(FATAL_ERROR "ogive_add_kernels(${name}): there is no ${KERNELS_FORMULAS}; FORMULAS is the header with the formulas")
  endif()
  set(known sse2 avx2 avx512f)
  set(sse2_flags -march=x86-64 -mno-avx512f -mno-avx -mno-fma)   # whatever the project has asked for
  set(sse2_test true)
  set(avx2_flags -march=x86-64 -mno-avx512f -mavx2 -mfma)
  set(avx2_test "__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")")
  set(avx512f_flags -march=x86-64 -mavx2 -mfma -mavx512f -mavx512dq -mavx512bw -mavx512vl)
  set(avx512f_test "__builtin_cpu_supports(\"avx512f\") && __builtin_cpu_supports(\"avx512dq\") && "
    "__builtin_cpu_supports(\"avx512bw\") && __builtin_cpu_supports(\"avx512vl\") && __builtin_cpu_supports(\"fma\")")
  string(CONCAT avx512f_test ${avx512f_test})
  foreach(arch IN LISTS KERNELS_ARCHS)
    if(NOT arch IN_LIST known)
      message(FATAL_ERROR "ogive_add_kernels(${name}): ARCHS ${arch} is unknown; choose among ${known}")
    endif()
  endforeach()
  if(NOT KERNELS_ARCHS)
    set(KERNELS_ARCHS ${known})
  endif()
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set(KERNELS_ARCHS native)   # one version, with what this compiler is told to use
    set(native_flags "")
    set(native_test true)
  endif()

  # GNU's, for lld cannot take groups of templates apart
  find_program(OGIVE_LD NAMES ld.bfd ld REQUIRED)

  # the generated files
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(KERNELS_NAME ${name})
  set(KERNELS_DECLARATIONS "")
  set(KERNELS_MEMBERS "")
  set(KERNELS_ENTRIES "")
  set(KERNELS_DEFINITIONS "")
  set(KERNELS_CHECKS "")
  foreach(entry IN LISTS KERNELS_FUNCTIONS)
    if(NOT entry MATCHES "^([A-Za-z_0-9:]+)(/([1-9]))?$")
      message(FATAL_ERROR "ogive_add_kernels(${name}): FUNCTIONS ${entry} is no formula, and no formula with its inputs as gate/2")
    endif()
    set(formula ${CMAKE_MATCH_1})
    set(inputs 1)
    if(CMAKE_MATCH_3)
      set(inputs ${CMAKE_MATCH_3})
    endif()
    string(REGEX REPLACE "^.*::" "" function ${formula})
    string(APPEND KERNELS_CHECKS "static_assert(check<::${formula}, ${inputs}>());\n")
    foreach(T IN ITEMS float double)
      set(ins "")
      set(slopes "")
      set(grads "")
      foreach(k RANGE 1 ${inputs})
        if(inputs EQUAL 1)
          set(k "")
        endif()
        list(APPEND ins "std::span<const ${T}> in${k}")
        list(APPEND slopes "std::span<${T}> slope${k}")
        list(APPEND grads "std::span<${T}> grad${k}")
      endforeach()
      set(_arguments ${ins} "std::span<${T}> out")
      set(_with_derivative_arguments ${_arguments} ${slopes})
      set(_backward_arguments ${ins} "std::span<const ${T}> upstream" ${grads})
      set(_call map)
      set(_with_derivative_call map_with_derivative)
      set(_backward_call backward)
      foreach(pass IN ITEMS _ _with_derivative_ _backward_)
        string(REGEX REPLACE "_$" "" suffix ${pass})
        list(JOIN ${pass}arguments ", " arguments)
        string(REGEX REPLACE "std::span<[a-z ]*> " "" names "${arguments}")
        set(member ${function}${suffix}_${T})
        string(APPEND KERNELS_DECLARATIONS "void ${function}${suffix}(${arguments});\n")
        string(APPEND KERNELS_MEMBERS "  void (*${member})(${arguments});\n")
        string(APPEND KERNELS_ENTRIES "    [](${arguments}) { ogive::${${pass}call}<::${formula}>(${names}); },\n")
        string(APPEND KERNELS_DEFINITIONS
          "void ${function}${suffix}(${arguments}) {\n  running().${member}(${names});\n}\n")
      endforeach()
    endforeach()
  endforeach()
  set(KERNELS_TABLES "")
  set(KERNELS_CHOICES "")
  foreach(arch IN LISTS KERNELS_ARCHS)
    string(APPEND KERNELS_TABLES "extern const ${name}::detail::table ${name}_${arch};\n")
    string(PREPEND KERNELS_CHOICES "    {\"${arch}\", [] { return bool(${${arch}_test}); }, &${name}_${arch}},\n")
  endforeach()
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/kernels.hpp.in ${dir}/${name}.hpp @ONLY)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/table.hpp.in ${dir}/${name}_table.hpp @ONLY)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/dispatch.cpp.in ${dir}/${name}.cpp @ONLY)

  add_library(${name} STATIC ${dir}/${name}.cpp)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC ${dir})
  target_link_libraries(${name} PRIVATE ogive::ogive)
  foreach(arch IN LISTS KERNELS_ARCHS)
    set(KERNELS_ARCH ${arch})
    configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/arch.cpp.in ${dir}/${name}_${arch}.cpp @ONLY)
    add_library(${name}_${arch} OBJECT ${dir}/${name}_${arch}.cpp)
    target_link_libraries(${name}_${arch} PRIVATE ogive::ogive)
    target_compile_options(${name}_${arch} PRIVATE ${${arch}_flags} $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    set_target_properties(${name}_${arch} PROPERTIES POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF)
    set(object ${dir}/${name}_${arch}.o)
    add_custom_command(OUTPUT ${object}
      COMMAND ${OGIVE_LD} -r --force-group-allocation -o ${object}.linked $<TARGET_OBJECTS:${name}_${arch}>
      COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=${name}_${arch} ${object}.linked ${object}
      COMMAND ${CMAKE_COMMAND} -E rm ${object}.linked
      DEPENDS ${name}_${arch} $<TARGET_OBJECTS:${name}_${arch}>
      COMMENT "Making the symbols of ${name}_${arch}.o local" VERBATIM)
    target_sources(${name} PRIVATE ${object})
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  endforeach()
endfunction()
