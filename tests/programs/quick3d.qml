// Qt Quick 3D: physically based materials, a shadow map, ambient occlusion, blending, four samples. Nothing moves.
import QtQuick
import QtQuick3D

Window {
    width: 900
    height: 640
    visible: true
    View3D {
        anchors.fill: parent
        environment: SceneEnvironment {
            clearColor: "#203040"
            backgroundMode: SceneEnvironment.Color
            antialiasingMode: SceneEnvironment.MSAA
            antialiasingQuality: SceneEnvironment.High
            aoStrength: 70
            aoDistance: 20
        }
        PerspectiveCamera { position: Qt.vector3d(0, 250, 600); eulerRotation.x: -20 }
        DirectionalLight {
            eulerRotation: Qt.vector3d(-50, 30, 0)
            castsShadow: true
            shadowMapQuality: Light.ShadowMapQualityHigh
        }
        PointLight { position: Qt.vector3d(-200, 200, 200); color: "#ffc080"; brightness: 2 }
        Model {
            source: "#Rectangle"; scale: Qt.vector3d(10, 10, 1); eulerRotation.x: -90
            materials: PrincipledMaterial { baseColor: "#a0a0a0"; roughness: 0.8 }
        }
        Model { source: "#Sphere"; x: -180; y: 60; materials: PrincipledMaterial { baseColor: "#d04040"; metalness: 0.2; roughness: 0.3 } }
        Model { source: "#Cube"; y: 70; eulerRotation.y: 35; materials: PrincipledMaterial { baseColor: "#40a040" } }
        Model { source: "#Cone"; x: 180; y: 10; materials: DefaultMaterial { diffuseColor: "#4060d0" } }
        Model { source: "#Cylinder"; x: 60; y: 60; z: 150; opacity: 0.6; materials: PrincipledMaterial { baseColor: "#e0c020" } }
    }
}
