//! Java and .NET.

use super::Files;
use crate::context::JavaBuild;

#[test]
fn maven_projects_are_read() {
    let pom = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<!-- <artifactId>no</artifactId> -->\n<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n<parent><artifactId>parent</artifactId><version>3.2.0</version></parent>\n<artifactId>app</artifactId>\n{inner}</project>\n"
        )
    };
    // What is in it, the release of Java, the archive.
    let rows = [
        ("", None, Some("app-3.2.0")),
        (
            "<version>1.0</version><packaging>war</packaging>",
            None,
            Some("app-1.0"),
        ),
        ("<version>${revision}</version>", None, None),
        (
            "<version>${revision}</version><properties><revision>2</revision></properties>",
            None,
            Some("app-2"),
        ),
        (
            "<properties><java.version>17</java.version></properties>",
            Some(17),
            Some("app-3.2.0"),
        ),
        (
            "<properties><java.version>21</java.version><maven.compiler.target>${java.version}</maven.compiler.target></properties>",
            Some(21),
            Some("app-3.2.0"),
        ),
        (
            "<properties><maven.compiler.target>1.8</maven.compiler.target></properties>",
            Some(8),
            Some("app-3.2.0"),
        ),
        (
            "<properties><maven.compiler.release>11</maven.compiler.release><java.version>8</java.version></properties>",
            Some(11),
            Some("app-3.2.0"),
        ),
        (
            "<properties><a>${b}</a><b>${a}</b><java.version>${a}</java.version></properties>",
            None,
            Some("app-3.2.0"),
        ),
        (
            "<build><finalName>server</finalName></build>",
            None,
            Some("server"),
        ),
        (
            "<build><finalName>${project.artifactId}-x</finalName></build>",
            None,
            Some("app-x"),
        ),
        (
            "<build><finalName>${unknown}</finalName></build>",
            None,
            None,
        ),
        (
            "<build><plugins><plugin><artifactId>other</artifactId><configuration><release>5</release></configuration></plugin><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><release>17</release></configuration></plugin></plugins></build>",
            Some(17),
            Some("app-3.2.0"),
        ),
        (
            "<dependencies><dependency><version>9</version></dependency></dependencies>",
            None,
            Some("app-3.2.0"),
        ),
    ];
    for (inner, version, archive) in rows {
        let files = Files::new(&[("pom.xml", &pom(inner))]);
        let project = files.project();
        let java = project.java().unwrap();
        assert_eq!(java.build, JavaBuild::Maven);
        assert_eq!(
            (java.version, java.archive.as_deref()),
            (version, archive),
            "{inner}"
        );
    }
    for text in ["", "<project>", "<a></b>", "<a", "<a x=\"", "<!-- "] {
        let files = Files::new(&[("pom.xml", text)]);
        let project = files.project();
        assert_eq!(project.java().and_then(|java| java.version), None, "{text}");
        assert_eq!(
            project.java().and_then(|java| java.archive.clone()),
            None,
            "{text}"
        );
    }
}

#[test]
fn gradle_projects_are_scanned() {
    let rows = [
        (
            "java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }",
            Some(21),
        ),
        (
            "java { toolchain { languageVersion.set(JavaLanguageVersion.of(17)) } }",
            Some(17),
        ),
        ("sourceCompatibility = '11'", Some(11)),
        ("sourceCompatibility = 1.8", Some(8)),
        ("sourceCompatibility = JavaVersion.VERSION_17", Some(17)),
        ("targetCompatibility = JavaVersion.VERSION_1_8", Some(8)),
        ("kotlin { jvmToolchain(17) }", Some(17)),
        (
            "tasks.withType<JavaCompile> { options.release = 11 }\njvmToolchain(21)",
            Some(11),
        ),
        ("// sourceCompatibility = '11'\n/* jvmToolchain(8) */", None),
        ("sourceCompatibility = javaVersion", None),
        ("url 'http://example.com' // jvmToolchain(8)", None),
    ];
    for (text, version) in rows {
        let files = Files::new(&[("build.gradle", text)]);
        assert_eq!(files.project().java().unwrap().version, version, "{text}");
    }
    let files = Files::new(&[
        (
            "build.gradle.kts",
            "plugins {\n  application\n  id(\"org.springframework.boot\") version \"3.2.0\"\n}\nversion = \"1.2\"\n",
        ),
        (
            "settings.gradle.kts",
            "rootProject.name = \"shop\"\ninclude(\"api\", \"web\")\n",
        ),
    ]);
    let project = files.project();
    let java = project.java().unwrap();
    assert_eq!(java.archive.as_deref(), Some("shop-1.2"));
    assert_eq!(java.plugins, ["application", "org.springframework.boot"]);
    assert_eq!(java.modules, ["api", "web"]);
    let named = Files::new(&[(
        "build.gradle",
        "bootJar {\n  archiveFileName = 'app.jar'\n}\nversion = \"$v\"\n",
    )]);
    assert_eq!(
        named.project().java().unwrap().archive.as_deref(),
        Some("app")
    );
}

#[test]
fn dotnet_projects_are_read() {
    let project = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n<PropertyGroup>\n<TargetFramework>net8.0</TargetFramework>\n<AssemblyName>Shop</AssemblyName>\n<PublishAot>true</PublishAot>\n<PublishTrimmed Condition=\"'$(Configuration)' == 'Release'\">true</PublishTrimmed>\n<RuntimeIdentifier>$(Rid)</RuntimeIdentifier>\n</PropertyGroup>\n<PropertyGroup Condition=\"'$(OS)' > 'x'\"><PublishSingleFile>true</PublishSingleFile></PropertyGroup>\n<ItemGroup><PackageReference Include=\"Npgsql\" Version=\"8.0\" /><PackageReference Include=\"Tool\"><PrivateAssets>all</PrivateAssets></PackageReference></ItemGroup>\n</Project>\n";
    let props = "<Project><PropertyGroup><InvariantGlobalization>true</InvariantGlobalization><TargetFramework>net6.0</TargetFramework></PropertyGroup></Project>";
    let files = Files::new(&[
        ("src/Shop.Api/Shop.Api.csproj", project),
        ("src/Lib/Lib.fsproj", "<Project />"),
        ("src/Lib/obj/x.csproj", "<Project />"),
        ("src/Bad/Bad.csproj", "<Project>"),
        ("Directory.Build.props", props),
    ]);
    let facts = files.project();
    let [bad, lib, shop] = facts.dotnet().unwrap() else {
        panic!("three projects");
    };
    assert_eq!(shop.file, "src/Shop.Api/Shop.Api.csproj");
    assert_eq!(shop.sdk.as_deref(), Some("Microsoft.NET.Sdk.Web"));
    assert_eq!(shop.frameworks, ["net8.0"]);
    assert_eq!(shop.assembly.as_deref(), Some("Shop"));
    assert_eq!(
        (shop.aot, shop.trimmed, shop.single_file),
        (Some(true), None, None)
    );
    assert_eq!(
        (shop.invariant_globalization, &shop.runtime),
        (Some(true), &None)
    );
    assert_eq!(shop.packages, ["Npgsql", "Tool"]);
    assert_eq!(
        (lib.assembly.as_deref(), &lib.frameworks[..]),
        (Some("Lib"), &["net6.0".to_owned()][..])
    );
    assert_eq!((&bad.assembly, bad.invariant_globalization), (&None, None));
}
